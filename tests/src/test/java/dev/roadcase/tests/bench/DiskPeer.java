package dev.roadcase.tests.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.SplittableRandom;
import org.sqlite.SQLiteConfig;

/**
 * The disk with nothing of ours in front of it: SQLite alone with rows like the journal's, and a
 * file alone. Prints the rows a second and its CPU-ms a row.
 */
public final class DiskPeer {
  /** A write-ahead log is used again from its start about there. */
  private static final int LOG_BYTES = 4 << 20;

  private interface Batch {
    void write() throws IOException, SQLException;
  }

  private DiskPeer() {}

  /**
   * Runs one peer.
   *
   * @param args {@code sqlite} or {@code file}, a fresh folder, rows a batch, bytes a row, seconds
   */
  public static void main(String[] args) throws Exception {
    Path folder = Files.createDirectories(Path.of(args[1]));
    int rows = Integer.parseInt(args[2]);
    byte[] row = new byte[Integer.parseInt(args[3])];
    new SplittableRandom(1).nextBytes(row);
    double seconds = Double.parseDouble(args[4]);
    if (args[0].equals("sqlite")) {
      sqlite(folder.resolve("peer.db"), rows, row, seconds);
    } else {
      file(folder.resolve("peer.log"), rows, row, seconds);
    }
  }

  private static void sqlite(Path file, int rows, byte[] row, double seconds)
      throws SQLException, IOException {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
    try (Connection connection = config.createConnection("jdbc:sqlite:" + file)) {
      try (Statement statement = connection.createStatement()) {
        statement.executeUpdate(
            """
            CREATE TABLE fact(position INTEGER PRIMARY KEY, class INTEGER, class_seq INTEGER,
              record BLOB NOT NULL) STRICT;
            CREATE UNIQUE INDEX fact_by_class ON fact(class, class_seq) WHERE class IS NOT NULL;
            """);
      }
      connection.setAutoCommit(false);
      long[] position = {0};
      try (PreparedStatement insert =
          connection.prepareStatement(
              "INSERT INTO fact(position, class, class_seq, record) VALUES (?, 0, ?, ?)")) {
        measure(
            rows,
            seconds,
            () -> {
              for (int i = 0; i < rows; i++) {
                insert.setLong(1, ++position[0]);
                insert.setLong(2, position[0]);
                insert.setBytes(3, row);
                insert.addBatch();
              }
              insert.executeBatch();
              connection.commit();
            });
      }
    }
  }

  private static void file(Path file, int rows, byte[] row, double seconds)
      throws SQLException, IOException {
    ByteBuffer batch = ByteBuffer.allocateDirect(rows * row.length);
    for (int i = 0; i < rows; i++) {
      batch.put(row);
    }
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      for (long at = 0; at < LOG_BYTES; at += batch.capacity()) {
        channel.write(batch.rewind(), at);
      }
      channel.force(true);
      long[] at = {0};
      measure(
          rows,
          seconds,
          () -> {
            if (at[0] + batch.capacity() > LOG_BYTES) {
              at[0] = 0;
            }
            channel.write(batch.rewind(), at[0]);
            channel.force(false);
            at[0] += batch.capacity();
          });
    }
  }

  /** A fifth of the time to warm up, then the window. */
  private static void measure(int rows, double seconds, Batch batch)
      throws IOException, SQLException {
    long self = ProcessHandle.current().pid();
    long start = System.nanoTime() + (long) (seconds * 2e8);
    while (System.nanoTime() < start) {
      batch.write();
    }
    ProcessReading before = ProcessReading.of(self);
    long began = System.nanoTime();
    long batches = 0;
    while (System.nanoTime() - began < seconds * 1e9) {
      batch.write();
      batches++;
    }
    double took = (System.nanoTime() - began) / 1e9;
    ProcessReading after = ProcessReading.of(self);
    double written = batches * (double) rows;
    System.out.println(
        "{\"rowsPerSecond\":%s,\"cpuMillisPerRow\":%s,\"diskBytesPerRow\":%s}"
            .formatted(
                written / took,
                (after.cpuMillis() - before.cpuMillis()) / written,
                (after.written() - before.written()) / written));
  }
}
