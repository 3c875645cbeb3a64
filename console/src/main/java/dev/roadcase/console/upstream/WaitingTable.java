package dev.roadcase.console.upstream;

import dev.roadcase.core.fact.DeltaClass;
import dev.roadcase.core.fact.Mode;
import dev.roadcase.core.identity.FleetId;
import dev.roadcase.core.identity.Incarnation;
import dev.roadcase.core.identity.KitId;
import dev.roadcase.wire.event.EventType;
import dev.roadcase.wire.event.Rejected.Place;
import dev.roadcase.wire.event.Source;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Sales and refunds that are no money yet, and what has come that some of them waited for. Each of
 * these is a stored delta; here stands only what it waits for.
 */
final class WaitingTable implements AutoCloseable {
  /** Of so many things that have come, those that waited for them are looked at in one go. */
  private static final int THINGS_AT_ONCE = 8;

  /** What a booking waits for. */
  enum Why {
    /** The key of its device: {@code awaits} is the device's id. */
    UNVERIFIED("unverified"),
    /** The sale that it refunds: {@code awaits} is the sale's receipt. */
    OPEN("open");

    private final String word;

    Why(String word) {
      this.word = word;
    }

    String word() {
      return word;
    }
  }

  /** What it is as money, for the sum of what is not yet counted. */
  record Claim(String kind, String receipt, long amount, String currency) {}

  private record Thing(long number, String why, String awaits, String mode, long upTo) {}

  private final FleetId fleet;
  private final PreparedStatement insert;
  private final PreparedStatement anybody;
  private final PreparedStatement arrived;
  private final PreparedStatement things;
  private final PreparedStatement those;
  private final PreparedStatement remove;
  private final PreparedStatement done;
  private final PreparedStatement toTheBack;

  WaitingTable(Connection connection, FleetId fleet) throws SQLException {
    this.fleet = fleet;
    insert =
        connection.prepareStatement(
            """
            INSERT INTO waiting
              (kit, incarnation, class, seq, why, awaits, mode, kind, receipt, amount, currency)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT DO NOTHING
            """);
    anybody =
        connection.prepareStatement(
            "SELECT 1 FROM waiting WHERE why = ? AND awaits = ? AND mode = ? LIMIT 1");
    arrived =
        connection.prepareStatement(
            """
            INSERT INTO arrived (why, awaits, mode, up_to)
            VALUES (?, ?, ?, (SELECT max(number) FROM waiting))
            ON CONFLICT (why, awaits, mode) DO UPDATE SET up_to = excluded.up_to
            """);
    things =
        connection.prepareStatement(
            "SELECT number, why, awaits, mode, up_to FROM arrived ORDER BY number LIMIT ?");
    those =
        connection.prepareStatement(
            """
            SELECT w.number, w.kit, w.incarnation, w.class, w.seq, d.id, d.type, d.time, d.body
            FROM waiting w JOIN delta d ON d.kit = w.kit AND d.incarnation = w.incarnation
              AND d.class = w.class AND d.seq = w.seq
            WHERE w.why = ? AND w.awaits = ? AND w.mode = ? AND w.number <= ?
            ORDER BY w.number LIMIT ?
            """);
    remove = connection.prepareStatement("DELETE FROM waiting WHERE number = ?");
    done = connection.prepareStatement("DELETE FROM arrived WHERE number = ?");
    toTheBack =
        connection.prepareStatement(
            """
            UPDATE arrived SET number = (SELECT max(number) + 1 FROM arrived) WHERE number = ?
            """);
  }

  void add(Booking booking, Why why, String awaits, Claim claim) throws SQLException {
    insert.setString(1, booking.kit());
    insert.setString(2, booking.incarnation());
    insert.setString(3, booking.deltaClass().word());
    insert.setLong(4, booking.place().seq());
    insert.setString(5, why.word());
    insert.setString(6, awaits);
    insert.setString(7, booking.mode().word());
    insert.setString(8, claim.kind());
    insert.setString(9, claim.receipt());
    insert.setLong(10, claim.amount());
    insert.setString(11, claim.currency());
    insert.executeUpdate();
  }

  /** Notes that {@code awaits} has come, if anybody waits for it. */
  void arrived(Why why, String awaits, Mode mode) throws SQLException {
    bind(anybody, why.word(), awaits, mode.word());
    try (ResultSet row = anybody.executeQuery()) {
      if (!row.next()) {
        return;
      }
    }
    bind(arrived, why.word(), awaits, mode.word());
    arrived.executeUpdate();
  }

  /**
   * Takes out some of those whose waiting is over, first come first, of several things in turn.
   *
   * @param most of them
   */
  List<Booking> due(int most) throws SQLException {
    List<Booking> due = new ArrayList<>();
    List<Thing> come = things();
    while (due.isEmpty() && !come.isEmpty()) {
      take(come, most, due);
      come = things();
    }
    return due;
  }

  private void take(List<Thing> come, int most, List<Booking> due) throws SQLException {
    for (Thing thing : come) {
      int share = Math.max(1, most / come.size());
      List<Long> numbers = new ArrayList<>();
      bind(those, thing.why(), thing.awaits(), thing.mode());
      those.setLong(4, thing.upTo()); // those that wait anew stand beyond it
      those.setInt(5, share);
      try (ResultSet row = those.executeQuery()) {
        while (row.next()) {
          numbers.add(row.getLong(1));
          due.add(booking(row, Mode.of(thing.mode())));
        }
      }
      for (long number : numbers) {
        remove.setLong(1, number);
        remove.executeUpdate();
      }
      PreparedStatement next = numbers.size() < share ? done : toTheBack;
      next.setLong(1, thing.number());
      next.executeUpdate();
    }
  }

  private List<Thing> things() throws SQLException {
    List<Thing> all = new ArrayList<>();
    things.setInt(1, THINGS_AT_ONCE);
    try (ResultSet row = things.executeQuery()) {
      while (row.next()) {
        all.add(
            new Thing(
                row.getLong(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getLong(5)));
      }
    }
    return all;
  }

  private Booking booking(ResultSet row, Mode mode) throws SQLException {
    Source source =
        new Source(fleet, new KitId(row.getString(2)), new Incarnation(row.getString(3)));
    return new Booking(
        new Place(source, DeltaClass.of(row.getString(4)), row.getLong(5)),
        row.getString(6),
        EventType.parse(row.getString(7)),
        row.getLong(8),
        mode,
        row.getString(9));
  }

  private static void bind(PreparedStatement statement, String why, String awaits, String mode)
      throws SQLException {
    statement.setString(1, why);
    statement.setString(2, awaits);
    statement.setString(3, mode);
  }

  @Override
  public void close() throws SQLException {
    for (PreparedStatement one :
        List.of(insert, anybody, arrived, things, those, remove, done, toTheBack)) {
      one.close();
    }
  }
}
