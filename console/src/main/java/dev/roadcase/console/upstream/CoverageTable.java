package dev.roadcase.console.upstream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.roadcase.console.upstream.Coverage.Stretch;
import dev.roadcase.core.fact.DeltaClass;
import dev.roadcase.core.fact.MultisetHash;
import dev.roadcase.core.fact.Range;
import dev.roadcase.core.queue.Holding;
import dev.roadcase.core.queue.SequenceSet;
import dev.roadcase.wire.event.DeltaEvent;
import dev.roadcase.wire.event.SignedAck;
import dev.roadcase.wire.event.UpstreamAck.Covered;
import dev.roadcase.wire.event.UpstreamAck.Stated;
import dev.roadcase.wire.json.Json;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is acknowledged, per box and class, with a copy in memory of the boxes in use. The copy runs
 * ahead within a transaction: after one that came to nothing, another has to be made.
 *
 * <p>The sums stand in a table of their own, with the stretches that they are of. Where those are
 * not what is acknowledged – a release of before sums has written – they are made anew from the
 * deltas.
 */
final class CoverageTable implements AutoCloseable {
  private DeltaTable deltas;
  private final PreparedStatement find;
  private final PreparedStatement findSums;
  private final PreparedStatement known;
  private final PreparedStatement save;
  private final PreparedStatement saveSums;
  private final Map<Box, Map<DeltaClass, Coverage>> inUse = new HashMap<>();
  private final Map<Box, Set<DeltaClass>> changed = new HashMap<>();

  CoverageTable(Connection connection, DeltaTable deltas) throws SQLException {
    this.deltas = deltas;
    find =
        connection.prepareStatement(
            "SELECT class, prefix, ranges FROM coverage WHERE kit = ? AND incarnation = ?");
    findSums =
        connection.prepareStatement(
            """
            SELECT stretches, dead FROM coverage_sum
            WHERE kit = ? AND incarnation = ? AND class = ?
            """);
    known = connection.prepareStatement("SELECT 1 FROM box WHERE kit = ? AND incarnation = ?");
    save =
        connection.prepareStatement(
            """
            INSERT INTO coverage (kit, incarnation, class, prefix, ranges) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET prefix = excluded.prefix, ranges = excluded.ranges
            """);
    saveSums =
        connection.prepareStatement(
            """
            INSERT INTO coverage_sum (kit, incarnation, class, stretches, dead)
            VALUES (?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET stretches = excluded.stretches, dead = excluded.dead
            """);
  }

  /** From here on {@code deltas} is what sums are made anew from. */
  void read(DeltaTable deltas) {
    this.deltas = deltas;
  }

  /** Adds sequences that stand for no event; false when one range too many would begin. */
  boolean add(Box box, DeltaClass deltaClass, Range range) throws SQLException {
    Coverage coverage = toChange(box, deltaClass);
    return Holding.isSummed(deltaClass)
        ? coverage.addDead(range.from(), range.to())
        : coverage.add(range.from(), range.to());
  }

  /** Adds an event that stands in the database; false when one range too many would begin. */
  boolean add(Box box, DeltaEvent event) throws SQLException {
    Coverage coverage = toChange(box, event.deltaClass());
    long seq = event.seq();
    if (!Holding.isSummed(event.deltaClass())) {
      return coverage.add(seq, seq);
    }
    return coverage.counts(seq) || coverage.add(seq, event.digest());
  }

  private Coverage toChange(Box box, DeltaClass deltaClass) throws SQLException {
    changed.computeIfAbsent(box, b -> new HashSet<>()).add(deltaClass);
    Map<DeltaClass, Coverage> all = of(box);
    inUse.put(box, all);
    return all.computeIfAbsent(deltaClass, c -> new Coverage());
  }

  /** Which sequences of one box are acknowledged. */
  Map<DeltaClass, Covered> covered(Box box) throws SQLException {
    Map<DeltaClass, Covered> all = new EnumMap<>(DeltaClass.class);
    of(box).forEach((deltaClass, coverage) -> all.put(deltaClass, coverage.covered()));
    return all;
  }

  /** What one box is told. */
  Map<DeltaClass, Stated> stated(Box box) throws SQLException {
    Map<DeltaClass, Stated> all = new EnumMap<>(DeltaClass.class);
    of(box)
        .forEach((deltaClass, coverage) ->
            all.put(deltaClass, coverage.stated(SignedAck.RANGES_MAX, SignedAck.DEAD_MAX)));
    return all;
  }

  /** Writes what has changed; once at the end of a transaction. */
  void save() throws SQLException {
    for (Map.Entry<Box, Set<DeltaClass>> box : changed.entrySet()) {
      for (DeltaClass deltaClass : box.getValue()) {
        Coverage coverage = of(box.getKey()).get(deltaClass);
        if (coverage != null) {
          save(box.getKey(), deltaClass, coverage);
        }
      }
    }
    changed.clear();
  }

  private void save(Box box, DeltaClass deltaClass, Coverage coverage) throws SQLException {
    Covered covered = coverage.covered();
    place(save, box, deltaClass);
    save.setLong(4, covered.prefix());
    save.setString(5, text(covered.ranges()));
    save.executeUpdate();
    if (Holding.isSummed(deltaClass)) {
      place(saveSums, box, deltaClass);
      saveSums.setString(4, text(coverage.stretches()));
      saveSums.setString(5, text(coverage.dead().asRanges()));
      saveSums.executeUpdate();
    }
  }

  private static void place(PreparedStatement statement, Box box, DeltaClass deltaClass)
      throws SQLException {
    statement.setString(1, box.kit().value());
    statement.setString(2, box.incarnation().value());
    statement.setString(3, deltaClass.word());
  }

  /** Whether anything was ever heard of a box. */
  boolean knows(Box box) throws SQLException {
    known.setString(1, box.kit().value());
    known.setString(2, box.incarnation().value());
    try (ResultSet row = known.executeQuery()) {
      return row.next();
    }
  }

  /** A box of which there is nothing is not kept in memory: anybody may make up its name. */
  private Map<DeltaClass, Coverage> of(Box box) throws SQLException {
    Map<DeltaClass, Coverage> inMemory = inUse.get(box);
    if (inMemory != null) {
      return inMemory;
    }
    Map<DeltaClass, Covered> written = new EnumMap<>(DeltaClass.class);
    find.setString(1, box.kit().value());
    find.setString(2, box.incarnation().value());
    try (ResultSet row = find.executeQuery()) {
      while (row.next()) {
        written.put(
            DeltaClass.of(row.getString(1)), new Covered(row.getLong(2), ranges(row.getString(3))));
      }
    }
    Map<DeltaClass, Coverage> stored = new EnumMap<>(DeltaClass.class);
    for (Map.Entry<DeltaClass, Covered> one : written.entrySet()) {
      stored.put(one.getKey(), coverage(box, one.getKey(), one.getValue()));
    }
    if (!stored.isEmpty()) {
      inUse.put(box, stored);
    }
    return stored;
  }

  private Coverage coverage(Box box, DeltaClass deltaClass, Covered covered) throws SQLException {
    if (!Holding.isSummed(deltaClass)) {
      return new Coverage(covered);
    }
    Coverage summed = summed(box, deltaClass);
    if (summed != null && summed.covered().equals(covered)) {
      return summed;
    }
    changed.computeIfAbsent(box, b -> new HashSet<>()).add(deltaClass);
    return anew(box, deltaClass, covered);
  }

  private @Nullable Coverage summed(Box box, DeltaClass deltaClass) throws SQLException {
    place(findSums, box, deltaClass);
    try (ResultSet row = findSums.executeQuery()) {
      return row.next()
          ? new Coverage(stretches(row.getString(1)), SequenceSet.of(ranges(row.getString(2))))
          : null;
    }
  }

  /** From the deltas; what is covered and has none stands in the dead letters, or stood there. */
  private Coverage anew(Box box, DeltaClass deltaClass, Covered covered) throws SQLException {
    Coverage coverage = new Coverage();
    if (covered.prefix() > 0) {
      coverage.addDead(1, covered.prefix());
    }
    covered.ranges().forEach(range -> coverage.addDead(range.from(), range.to()));
    deltas.digests(
        box,
        deltaClass,
        (seq, digest) -> {
          if (coverage.has(seq)) {
            coverage.add(seq, digest);
          }
        });
    return coverage;
  }

  static String text(List<Range> ranges) {
    StringBuilder json = new StringBuilder("[");
    for (Range range : ranges) {
      json.append(json.length() > 1 ? "," : "");
      json.append('[').append(range.from()).append(',').append(range.to()).append(']');
    }
    return json.append(']').toString();
  }

  static String text(Map<Long, Stretch> stretches) {
    StringBuilder json = new StringBuilder("[");
    stretches.forEach((from, stretch) -> {
      json.append(json.length() > 1 ? "," : "");
      json.append('[').append(from).append(',').append(stretch.last());
      json.append(",\"").append(stretch.sum()).append("\"]");
    });
    return json.append(']').toString();
  }

  static Map<Long, Stretch> stretches(String text) {
    try {
      Map<Long, Stretch> all = new TreeMap<>();
      for (JsonNode stretch : Json.MAPPER.readTree(text)) {
        all.put(
            stretch.path(0).longValue(),
            new Stretch(stretch.path(1).longValue(), MultisetHash.parse(stretch.path(2).asText())));
      }
      return all;
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw Unusable.data("the table coverage_sum holds what no upstream has written: " + text);
    }
  }

  static List<Range> ranges(String text) {
    try {
      List<Range> all = new ArrayList<>();
      for (JsonNode range : Json.MAPPER.readTree(text)) {
        all.add(new Range(range.path(0).longValue(), range.path(1).longValue()));
      }
      return all;
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw Unusable.data("the table coverage holds what no upstream has written: " + text);
    }
  }

  @Override
  public void close() throws SQLException {
    find.close();
    findSums.close();
    known.close();
    save.close();
    saveSums.close();
  }
}
