package dev.roadcase.console.upstream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.roadcase.core.fact.DeltaClass;
import dev.roadcase.core.fact.Range;
import dev.roadcase.wire.event.UpstreamAck.Covered;
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

/**
 * What is acknowledged, per box and class, with a copy in memory of the boxes in use. The copy runs
 * ahead within a transaction: after one that came to nothing, another has to be made.
 */
final class CoverageTable implements AutoCloseable {
  private final PreparedStatement find;
  private final PreparedStatement save;
  private final Map<Box, Map<DeltaClass, Coverage>> known = new HashMap<>();
  private final Map<Box, Set<DeltaClass>> changed = new HashMap<>();

  CoverageTable(Connection connection) throws SQLException {
    find =
        connection.prepareStatement(
            "SELECT class, prefix, ranges FROM coverage WHERE kit = ? AND incarnation = ?");
    save =
        connection.prepareStatement(
            """
            INSERT INTO coverage (kit, incarnation, class, prefix, ranges) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET prefix = excluded.prefix, ranges = excluded.ranges
            """);
  }

  /** Adds sequences; false when one range too many would begin. */
  boolean add(Box box, DeltaClass deltaClass, Range range) throws SQLException {
    changed.computeIfAbsent(box, b -> new HashSet<>()).add(deltaClass);
    return of(box).computeIfAbsent(deltaClass, c -> new Coverage()).add(range.from(), range.to());
  }

  /** What is acknowledged of one box. */
  Map<DeltaClass, Covered> covered(Box box) throws SQLException {
    Map<DeltaClass, Covered> all = new EnumMap<>(DeltaClass.class);
    of(box).forEach((deltaClass, coverage) -> all.put(deltaClass, coverage.covered()));
    return all;
  }

  /** Writes what has changed; once at the end of a transaction. */
  void save() throws SQLException {
    for (Map.Entry<Box, Set<DeltaClass>> box : changed.entrySet()) {
      for (DeltaClass deltaClass : box.getValue()) {
        Coverage coverage = of(box.getKey()).get(deltaClass);
        if (coverage != null) {
          Covered covered = coverage.covered();
          save.setString(1, box.getKey().kit().value());
          save.setString(2, box.getKey().incarnation().value());
          save.setString(3, deltaClass.word());
          save.setLong(4, covered.prefix());
          save.setString(5, text(covered.ranges()));
          save.executeUpdate();
        }
      }
    }
    changed.clear();
  }

  private Map<DeltaClass, Coverage> of(Box box) throws SQLException {
    Map<DeltaClass, Coverage> inMemory = known.get(box);
    if (inMemory != null) {
      return inMemory;
    }
    Map<DeltaClass, Coverage> stored = new EnumMap<>(DeltaClass.class);
    find.setString(1, box.kit().value());
    find.setString(2, box.incarnation().value());
    try (ResultSet row = find.executeQuery()) {
      while (row.next()) {
        Covered covered = new Covered(row.getLong(2), ranges(row.getString(3)));
        stored.put(DeltaClass.of(row.getString(1)), new Coverage(covered));
      }
    }
    known.put(box, stored);
    return stored;
  }

  static String text(List<Range> ranges) {
    StringBuilder json = new StringBuilder("[");
    for (Range range : ranges) {
      json.append(json.length() > 1 ? "," : "");
      json.append('[').append(range.from()).append(',').append(range.to()).append(']');
    }
    return json.append(']').toString();
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
    save.close();
  }
}
