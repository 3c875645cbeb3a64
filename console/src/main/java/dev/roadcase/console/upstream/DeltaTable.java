package dev.roadcase.console.upstream;

import dev.roadcase.core.fact.DeltaClass;
import dev.roadcase.core.fact.Hash;
import dev.roadcase.core.fact.Hlc;
import dev.roadcase.core.fact.Mode;
import dev.roadcase.core.fact.Range;
import dev.roadcase.core.identity.FleetId;
import dev.roadcase.core.identity.Incarnation;
import dev.roadcase.core.identity.KitId;
import dev.roadcase.wire.event.DeltaEvent;
import dev.roadcase.wire.event.EventType;
import dev.roadcase.wire.event.Rejected.Place;
import dev.roadcase.wire.event.SequencesClosed;
import dev.roadcase.wire.event.Source;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Deltas as they came, one a sequence, and the sequences that were declared closed. */
final class DeltaTable implements AutoCloseable {
  /** What became of an event. */
  enum Outcome {
    NEW,
    /** The same event stands there already. */
    DUPLICATE,
    /** Another event stands at its sequence: a fault of the box, or a forgery. */
    CONFLICT
  }

  private static final int PAGE = 512;

  private final Connection connection;
  private final FleetId fleet;
  private final PreparedStatement insert;
  private final PreparedStatement find;
  private final PreparedStatement close;

  /** Some deltas of one type in the order in which they came, and where to go on behind them. */
  record Page(List<Booking> bookings, long last) {
    Page {
      bookings = List.copyOf(bookings);
    }
  }

  DeltaTable(Connection connection, FleetId fleet) throws SQLException {
    this.connection = connection;
    this.fleet = fleet;
    insert =
        connection.prepareStatement(
            """
            INSERT INTO delta
              (kit, incarnation, class, seq, id, type, time, hlc, mode, key, body, received)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT DO NOTHING
            """);
    find =
        connection.prepareStatement(
            """
            SELECT id = ? AND type = ? AND time = ? AND hlc = ? AND mode = ? AND key = ? AND body = ?
            FROM delta WHERE kit = ? AND incarnation = ? AND class = ? AND seq = ?
            """);
    close =
        connection.prepareStatement(
            """
            INSERT INTO closed (kit, incarnation, class, first, last, why, id, received)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT DO NOTHING
            """);
  }

  Outcome put(DeltaEvent event, long now) throws SQLException {
    int last = place(insert, 1, event);
    last = content(insert, last, event);
    insert.setLong(last, now);
    if (insert.executeUpdate() > 0) {
      return Outcome.NEW;
    }
    place(find, content(find, 1, event), event);
    try (ResultSet row = find.executeQuery()) {
      return row.next() && row.getBoolean(1) ? Outcome.DUPLICATE : Outcome.CONFLICT;
    }
  }

  /** Takes one event after another. */
  interface DigestReader {
    void event(long seq, Hash digest);
  }

  /** Hands over the digests of all events of one class of a box, by ascending sequence. */
  void digests(Box box, DeltaClass deltaClass, DigestReader reader) throws SQLException {
    try (PreparedStatement all =
        connection.prepareStatement(
            """
            SELECT seq, id, type, time, hlc, mode, key, body FROM delta
            WHERE kit = ? AND incarnation = ? AND class = ? ORDER BY seq
            """)) {
      all.setString(1, box.kit().value());
      all.setString(2, box.incarnation().value());
      all.setString(3, deltaClass.word());
      try (ResultSet row = all.executeQuery()) {
        while (row.next()) {
          long seq = row.getLong(1);
          DeltaEvent event =
              new DeltaEvent(
                  row.getString(2),
                  new Source(fleet, box.kit(), box.incarnation()),
                  EventType.parse(row.getString(3)),
                  row.getLong(4),
                  deltaClass,
                  seq,
                  new Hlc(row.getLong(5)),
                  Mode.of(row.getString(6)),
                  row.getString(7),
                  row.getString(8));
          reader.event(seq, event.digest());
        }
      }
    }
  }

  /**
   * Notes closed sequences.
   *
   * @return whether any of them was news
   */
  boolean close(Box box, String deltaClass, SequencesClosed closed, String id, long now)
      throws SQLException {
    int news = 0;
    for (Range range : closed.ranges()) {
      close.setString(1, box.kit().value());
      close.setString(2, box.incarnation().value());
      close.setString(3, deltaClass);
      close.setLong(4, range.from());
      close.setLong(5, range.to());
      close.setString(6, closed.why().word());
      close.setString(7, id);
      close.setLong(8, now);
      news += close.executeUpdate();
    }
    return news > 0;
  }

  /** Deltas of one type behind {@code after}, which is 0 or the last page's end. */
  Page page(EventType type, long after) throws SQLException {
    List<Booking> bookings = new ArrayList<>();
    long last = after;
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            SELECT rowid, kit, incarnation, class, seq, id, time, mode, body FROM delta
            WHERE type = ? AND rowid > ? ORDER BY rowid LIMIT ?
            """)) {
      statement.setString(1, type.toString());
      statement.setLong(2, after);
      statement.setInt(3, PAGE);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          last = row.getLong(1);
          bookings.add(
              new Booking(
                  new Place(
                      new Source(
                          fleet, new KitId(row.getString(2)), new Incarnation(row.getString(3))),
                      DeltaClass.of(row.getString(4)),
                      row.getLong(5)),
                  row.getString(6),
                  type,
                  row.getLong(7),
                  Mode.of(row.getString(8)),
                  row.getString(9)));
        }
      }
    }
    return new Page(bookings, last);
  }

  /** When the last delta came, epoch milliseconds; 0 when none has. */
  long lastReceived() throws SQLException {
    try (PreparedStatement statement =
            connection.prepareStatement("SELECT coalesce(max(received), 0) FROM delta");
        ResultSet row = statement.executeQuery()) {
      return row.getLong(1);
    }
  }

  private static int place(PreparedStatement to, int from, DeltaEvent event) throws SQLException {
    to.setString(from, event.source().kit().value());
    to.setString(from + 1, event.source().incarnation().value());
    to.setString(from + 2, event.deltaClass().word());
    to.setLong(from + 3, event.seq());
    return from + 4;
  }

  private static int content(PreparedStatement to, int from, DeltaEvent event) throws SQLException {
    to.setString(from, event.id());
    to.setString(from + 1, event.type().toString());
    to.setLong(from + 2, event.epochMillis());
    to.setLong(from + 3, event.hlc().value());
    to.setString(from + 4, event.mode().word());
    to.setString(from + 5, event.key());
    to.setString(from + 6, event.body());
    return from + 7;
  }

  @Override
  public void close() throws SQLException {
    insert.close();
    find.close();
    close.close();
  }
}
