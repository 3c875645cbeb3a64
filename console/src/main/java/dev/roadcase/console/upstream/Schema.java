package dev.roadcase.console.upstream;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * The tables, as numbered migrations. Forward only, and each only adds: an older release can still
 * open what a newer one has left.
 */
final class Schema {
  /** {@code RCUP}: says in the file's header whose it is. */
  static final int APPLICATION_ID = 0x52435550;

  private static final List<String> MIGRATIONS =
      List.of(
          """
          CREATE TABLE setting (
            name TEXT PRIMARY KEY,
            value TEXT NOT NULL
          ) STRICT;

          CREATE TABLE box (
            kit TEXT NOT NULL,
            incarnation TEXT NOT NULL,
            first_heard INTEGER NOT NULL,
            last_heard INTEGER NOT NULL,
            PRIMARY KEY (kit, incarnation)
          ) STRICT;

          -- Every delta, as it came. Times are epoch milliseconds.
          CREATE TABLE delta (
            kit TEXT NOT NULL,
            incarnation TEXT NOT NULL,
            class TEXT NOT NULL CHECK (class IN ('p0', 'p1', 'p2', 'p3')),
            seq INTEGER NOT NULL CHECK (seq > 0),
            id TEXT NOT NULL,
            type TEXT NOT NULL,
            time INTEGER NOT NULL,
            hlc INTEGER NOT NULL,
            mode TEXT NOT NULL CHECK (mode IN ('live', 'rehearsal', 'demo')),
            key TEXT NOT NULL,
            body TEXT NOT NULL,
            received INTEGER NOT NULL,
            PRIMARY KEY (kit, incarnation, class, seq)
          ) STRICT;

          -- Sequences that will never come, because the box said so. A delta may stand there too: it was
          -- under way when the box gave it up.
          CREATE TABLE closed (
            kit TEXT NOT NULL,
            incarnation TEXT NOT NULL,
            class TEXT NOT NULL,
            first INTEGER NOT NULL,
            last INTEGER NOT NULL,
            why TEXT NOT NULL,
            id TEXT NOT NULL,
            received INTEGER NOT NULL,
            PRIMARY KEY (kit, incarnation, class, first, last, why)
          ) STRICT;

          -- What is acknowledged. ranges: JSON, [[from, to], …], above the prefix.
          CREATE TABLE coverage (
            kit TEXT NOT NULL,
            incarnation TEXT NOT NULL,
            class TEXT NOT NULL,
            prefix INTEGER NOT NULL,
            ranges TEXT NOT NULL,
            PRIMARY KEY (kit, incarnation, class)
          ) STRICT;

          CREATE TABLE wire_duplicate (
            kit TEXT NOT NULL,
            incarnation TEXT NOT NULL,
            class TEXT NOT NULL,
            count INTEGER NOT NULL,
            PRIMARY KEY (kit, incarnation, class)
          ) STRICT;

          CREATE TABLE dead_letter (
            number INTEGER PRIMARY KEY,
            received INTEGER NOT NULL,
            topic TEXT NOT NULL,
            kit TEXT,
            incarnation TEXT,
            class TEXT,
            seq INTEGER,
            reason TEXT NOT NULL,
            digest TEXT NOT NULL,
            size INTEGER NOT NULL,
            payload BLOB NOT NULL
          ) STRICT;
          CREATE UNIQUE INDEX dead_letter_once ON dead_letter (kit, incarnation, class, seq, digest)
            WHERE seq IS NOT NULL;
          CREATE INDEX dead_letter_eviction ON dead_letter ((seq IS NOT NULL), number);

          -- One receipt is one entry in the books of its mode, whatever path it came by.
          CREATE TABLE sale (
            receipt TEXT NOT NULL,
            mode TEXT NOT NULL,
            kit TEXT NOT NULL,
            incarnation TEXT NOT NULL,
            device TEXT NOT NULL,
            device_seq INTEGER NOT NULL,
            total INTEGER NOT NULL,
            currency TEXT NOT NULL,
            tender TEXT NOT NULL,
            lines TEXT NOT NULL,
            taken_at INTEGER NOT NULL,
            refunded INTEGER NOT NULL,
            paths INTEGER NOT NULL,
            PRIMARY KEY (receipt, mode)
          ) STRICT;

          CREATE TABLE refund (
            receipt TEXT NOT NULL,
            mode TEXT NOT NULL,
            sale TEXT NOT NULL,
            kit TEXT NOT NULL,
            incarnation TEXT NOT NULL,
            device TEXT NOT NULL,
            device_seq INTEGER NOT NULL,
            amount INTEGER NOT NULL,
            currency TEXT NOT NULL,
            reason TEXT NOT NULL,
            given_at INTEGER NOT NULL,
            paths INTEGER NOT NULL,
            PRIMARY KEY (receipt, mode)
          ) STRICT;
          CREATE INDEX refund_of_sale ON refund (sale, mode);

          CREATE VIEW live_sale AS SELECT * FROM sale WHERE mode = 'live';
          CREATE VIEW live_refund AS SELECT * FROM refund WHERE mode = 'live';
          """,
          """
          -- Keys of paired devices; an id follows from its key. demo: paired in a demo, or not.
          CREATE TABLE device (
            id TEXT NOT NULL,
            demo INTEGER NOT NULL,
            x TEXT NOT NULL,
            y TEXT NOT NULL,
            kit TEXT NOT NULL,
            paired_at INTEGER NOT NULL,
            PRIMARY KEY (id, demo)
          ) STRICT;

          -- Sales and refunds that are no money yet: which delta, and what it waits for. unverified:
          -- the key of its device, awaits is the device's id. open: the sale that it refunds, awaits is
          -- the sale's receipt.
          CREATE TABLE waiting (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            kit TEXT NOT NULL,
            incarnation TEXT NOT NULL,
            class TEXT NOT NULL,
            seq INTEGER NOT NULL,
            why TEXT NOT NULL CHECK (why IN ('unverified', 'open')),
            awaits TEXT NOT NULL,
            mode TEXT NOT NULL,
            kind TEXT NOT NULL CHECK (kind IN ('sale', 'refund')),
            receipt TEXT NOT NULL,
            amount INTEGER NOT NULL,
            currency TEXT NOT NULL,
            UNIQUE (kit, incarnation, class, seq)
          ) STRICT;
          CREATE INDEX waiting_for ON waiting (why, awaits, mode, number);

          -- What has come and some still waited for, up to that number of theirs.
          CREATE TABLE arrived (
            number INTEGER PRIMARY KEY,
            why TEXT NOT NULL,
            awaits TEXT NOT NULL,
            mode TEXT NOT NULL,
            up_to INTEGER NOT NULL,
            UNIQUE (why, awaits, mode)
          ) STRICT;

          -- Kits that brought a sale, besides the one that brought it first.
          CREATE TABLE sale_elsewhere (
            receipt TEXT NOT NULL,
            mode TEXT NOT NULL,
            kit TEXT NOT NULL,
            PRIMARY KEY (receipt, mode, kit)
          ) STRICT;
          """,
          """
          -- The sums of p0 and p1. stretches: JSON, [[from, to, sum], …], the prefix as one from 1;
          -- dead: [[from, to], …], what stands in the dead letters alone. Good only where the
          -- stretches are those of coverage; else made anew from delta.
          CREATE TABLE coverage_sum (
            kit TEXT NOT NULL,
            incarnation TEXT NOT NULL,
            class TEXT NOT NULL,
            stretches TEXT NOT NULL,
            dead TEXT NOT NULL,
            PRIMARY KEY (kit, incarnation, class)
          ) STRICT;

          -- How often another event came at a sequence that is taken.
          CREATE TABLE conflict (
            kit TEXT NOT NULL,
            incarnation TEXT NOT NULL,
            class TEXT NOT NULL,
            count INTEGER NOT NULL,
            PRIMARY KEY (kit, incarnation, class)
          ) STRICT;
          """);

  private Schema() {}

  /** Brings a database to this release's schema, or refuses one that is not ours. */
  static void migrate(Connection connection, String file) throws SQLException {
    int owner = pragma(connection, "application_id");
    int version = pragma(connection, "user_version");
    if (owner != APPLICATION_ID && (owner != 0 || version != 0 || tables(connection) > 0)) {
      throw Unusable.data(file + " is a database of something else; it is left as it is");
    }
    try (Statement statement = connection.createStatement()) {
      for (int next = version; next < MIGRATIONS.size(); next++) {
        statement.executeUpdate("BEGIN IMMEDIATE");
        statement.executeUpdate(MIGRATIONS.get(next));
        statement.executeUpdate("PRAGMA application_id = " + APPLICATION_ID);
        statement.executeUpdate("PRAGMA user_version = " + (next + 1));
        statement.executeUpdate("COMMIT");
      }
    }
  }

  /** Refuses a database that is not ours, without touching it. */
  static void check(Connection connection, String file) throws SQLException {
    if (pragma(connection, "application_id") != APPLICATION_ID) {
      throw Unusable.data(file + " is no database of an upstream");
    }
  }

  private static int pragma(Connection connection, String name) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("PRAGMA " + name)) {
      return row.getInt(1);
    }
  }

  private static int tables(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT count(*) FROM sqlite_schema")) {
      return row.getInt(1);
    }
  }
}
