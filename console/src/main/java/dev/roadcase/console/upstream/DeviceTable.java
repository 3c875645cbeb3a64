package dev.roadcase.console.upstream;

import dev.roadcase.core.fact.Mode;
import dev.roadcase.core.identity.DeviceId;
import dev.roadcase.core.identity.PublicKey;
import dev.roadcase.wire.json.Malformed;
import dev.roadcase.wire.jws.Es256;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The keys of the fleet's devices, out of {@code device-paired}. A device's id is the beginning of
 * its key's thumbprint (RFC 7638), so an id has one key, whichever kit says so and in whatever
 * order; a demo's devices are known to demos alone ({@link Mode#knowsDevicesOf}). A revocation
 * takes no key away: what was signed before it stays signed, and after it the box takes nothing
 * more.
 */
final class DeviceTable implements AutoCloseable {
  /** Keys kept ready in memory. */
  private static final int READY_MAX = 1_024;

  private record Paired(String device, boolean demo) {}

  private final PreparedStatement insert;
  private final PreparedStatement find;

  private final Map<Paired, Es256> ready =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Paired, Es256> eldest) {
          return size() > READY_MAX;
        }
      };

  DeviceTable(Connection connection) throws SQLException {
    insert =
        connection.prepareStatement(
            """
            INSERT INTO device (id, demo, x, y, kit, paired_at) VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT DO NOTHING
            """);
    find = connection.prepareStatement("SELECT x, y FROM device WHERE id = ? AND demo = ?");
  }

  /**
   * Notes a key.
   *
   * @return whether it was news
   * @throws Malformed when the id does not follow from the key, or the key is none
   */
  boolean pair(DeviceId device, PublicKey key, Booking by) throws SQLException {
    if (!DeviceId.of(key).equals(device)) {
      throw new Malformed("the device's id is not the one that follows from its key");
    }
    Es256 verifier = new Es256(key);
    Paired paired = new Paired(device.value(), demo(by.mode()));
    insert.setString(1, paired.device());
    insert.setBoolean(2, paired.demo());
    insert.setString(3, key.x());
    insert.setString(4, key.y());
    insert.setString(5, by.kit());
    insert.setLong(6, by.epochMillis());
    boolean news = insert.executeUpdate() > 0;
    ready.put(paired, verifier);
    return news;
  }

  /** The key of a device that boxes in {@code mode} know; empty as long as nobody has paired it. */
  Optional<Es256> key(DeviceId device, Mode mode) throws SQLException {
    Paired paired = new Paired(device.value(), demo(mode));
    Es256 known = ready.get(paired);
    if (known != null) {
      return Optional.of(known);
    }
    find.setString(1, paired.device());
    find.setBoolean(2, paired.demo());
    try (ResultSet row = find.executeQuery()) {
      if (!row.next()) {
        return Optional.empty();
      }
      Es256 key = new Es256(new PublicKey(row.getString(1), row.getString(2)));
      ready.put(paired, key);
      return Optional.of(key);
    }
  }

  /** After something was rolled back. */
  void forget() {
    ready.clear();
  }

  private static boolean demo(Mode mode) {
    return !mode.knowsDevicesOf(Mode.LIVE);
  }

  @Override
  public void close() throws SQLException {
    insert.close();
    find.close();
  }
}
