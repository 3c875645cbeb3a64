package dev.roadcase.console.upstream;

import dev.roadcase.core.identity.Incarnation;
import dev.roadcase.core.identity.KitId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which boxes there are: each kit's incarnations, and when each was heard. A board that is flashed
 * anew is a new one, so a kit may have several on one day, and not any number of them.
 */
final class BoxTable implements AutoCloseable {
  /** New incarnations of one kit in any {@link #DAY}; the next one has to wait. */
  static final int NEW_A_DAY = 256;

  /** Of one kit, those last heard are acknowledged without being asked. */
  static final int ACKNOWLEDGED = 16;

  private static final Duration DAY = Duration.ofDays(1);

  /** Boxes that are known to be in the table. */
  private static final int KNOWN_MAX = 4_096;

  private final Connection connection;
  private final PreparedStatement find;
  private final PreparedStatement young;
  private final PreparedStatement heard;
  private final Set<Box> known = new HashSet<>();

  BoxTable(Connection connection) throws SQLException {
    this.connection = connection;
    find = connection.prepareStatement("SELECT 1 FROM box WHERE kit = ? AND incarnation = ?");
    young =
        connection.prepareStatement("SELECT count(*) FROM box WHERE kit = ? AND first_heard > ?");
    heard =
        connection.prepareStatement(
            """
            INSERT INTO box (kit, incarnation, first_heard, last_heard) VALUES (?1, ?2, ?3, ?3)
            ON CONFLICT DO UPDATE SET last_heard = max(last_heard, excluded.last_heard)
            """);
  }

  /**
   * Whether a box is listened to: it is known, or its kit may have one more, which it then is.
   *
   * @param now epoch milliseconds
   */
  boolean admit(Box box, long now) throws SQLException {
    if (!isKnown(box)) {
      young.setString(1, box.kit().value());
      young.setLong(2, now - DAY.toMillis());
      try (ResultSet row = young.executeQuery()) {
        if (row.getLong(1) >= NEW_A_DAY) {
          return false;
        }
      }
      heard(List.of(box), now);
      remember(box);
    }
    return true;
  }

  /** Whether a box was admitted before. */
  boolean isKnown(Box box) throws SQLException {
    if (known.contains(box)) {
      return true;
    }
    find.setString(1, box.kit().value());
    find.setString(2, box.incarnation().value());
    if (!any(find)) {
      return false;
    }
    remember(box);
    return true;
  }

  private void remember(Box box) {
    if (known.size() >= KNOWN_MAX) {
      known.clear();
    }
    known.add(box);
  }

  /** Notes when they were heard. */
  void heard(Collection<Box> boxes, long now) throws SQLException {
    for (Box box : boxes) {
      heard.setString(1, box.kit().value());
      heard.setString(2, box.incarnation().value());
      heard.setLong(3, now);
      heard.executeUpdate();
    }
  }

  /** Of each kit the boxes last heard, {@link #ACKNOWLEDGED} at most; the one last heard last. */
  List<Box> newest() throws SQLException {
    List<Box> all = new ArrayList<>();
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            SELECT kit, incarnation FROM (
              SELECT kit, incarnation, last_heard, row_number() OVER (
                PARTITION BY kit ORDER BY last_heard DESC, incarnation DESC) AS place FROM box)
            WHERE place <= ? ORDER BY last_heard, kit, incarnation
            """)) {
      statement.setInt(1, ACKNOWLEDGED);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          all.add(new Box(new KitId(row.getString(1)), new Incarnation(row.getString(2))));
        }
      }
    }
    return all;
  }

  private static boolean any(PreparedStatement statement) throws SQLException {
    try (ResultSet row = statement.executeQuery()) {
      return row.next();
    }
  }

  @Override
  public void close() throws SQLException {
    find.close();
    young.close();
    heard.close();
  }
}
