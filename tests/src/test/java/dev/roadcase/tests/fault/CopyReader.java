package dev.roadcase.tests.fault;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.roadcase.tests.fault.CopiesChecker.Booking;
import dev.roadcase.tests.fault.CopiesChecker.Books;
import dev.roadcase.tests.fault.CopiesChecker.Entry;
import dev.roadcase.tests.fault.CopiesChecker.Folder;
import dev.roadcase.tests.fault.CopiesChecker.Tills;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.sqlite.SQLiteConfig;

/**
 * Reads what each copy holds: a journal, upstream's database, the tills' files. SQLite, JSON and a
 * hash; nothing of ours.
 */
final class CopyReader {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final List<String> DATABASE = List.of("", "-wal", "-shm");

  private CopyReader() {}

  /**
   * A journal.
   *
   * @param folder what the checker asks of it
   * @param incarnation under which it writes
   * @param epoch of the upstream that its box believed last; empty when it has believed none
   * @param places the hybrid clock of each fact of p0 and p1, by {@code class/sequence}
   */
  record Journal(Folder folder, String incarnation, String epoch, Map<String, Long> places) {
    Journal {
      places = Map.copyOf(places);
    }

    /** How many facts of p0 it has. */
    long money() {
      return places.keySet().stream().filter(place -> place.startsWith("p0/")).count();
    }
  }

  /** Reads a data folder whose box runs, or, by way of a copy of its files, one whose does not. */
  static Journal journal(String name, Path data, boolean runs) throws IOException {
    Path file = data.resolve("journal.db");
    if (runs) {
      return journal(name, file);
    }
    // A reader that is the last one folds the log, and that is for the box to do.
    Path aside = Files.createTempDirectory(data.getParent(), "read");
    try {
      for (String suffix : DATABASE) {
        Path from = data.resolve("journal.db" + suffix);
        if (Files.exists(from) && !suffix.equals("-shm")) {
          Files.copy(from, aside.resolve("journal.db" + suffix));
        }
      }
      try (Connection connection =
              new SQLiteConfig().createConnection("jdbc:sqlite:" + aside.resolve("journal.db"));
          Statement statement = connection.createStatement()) {
        statement.executeQuery("SELECT count(*) FROM fact").close();
        return journal(name, aside.resolve("journal.db"));
      } catch (SQLException e) {
        throw new IOException(file + " cannot be read: " + e.getMessage(), e);
      }
    } finally {
      Workshop.remove(aside);
    }
  }

  private static Journal journal(String name, Path file) throws IOException {
    List<Entry> entries = new ArrayList<>();
    Map<String, Long> places = new HashMap<>();
    String epoch = "";
    try (Connection connection = reading(file);
        Statement statement = connection.createStatement()) {
      String incarnation;
      try (ResultSet row =
          statement.executeQuery("SELECT value FROM meta WHERE name = 'incarnation'")) {
        incarnation = row.next() ? row.getString(1) : "";
      }
      try (ResultSet row = statement.executeQuery("SELECT record FROM fact ORDER BY position")) {
        while (row.next()) {
          JsonNode fact = MAPPER.readTree(row.getBytes(1));
          JsonNode body = fact.path("body");
          if (fact.has("class")) {
            places.put(
                fact.path("class").asText() + "/" + fact.path("cseq").asLong(),
                fact.path("now").path("hlc").asLong());
          }
          switch (fact.path("type").asText()) {
            case "sale-taken", "refund-given" ->
                entries.add(new Entry.Money(booking(body.path("jws").asText())));
            case "set-back-found" -> entries.add(new Entry.Found());
            case "incarnation-adopted" -> {
              entries.add(new Entry.Adopted());
              epoch = "";
            }
            case "upstream-acked" -> epoch = body.path("epoch").asText(epoch);
            default -> {}
          }
        }
      }
      return new Journal(new Folder(name, entries), incarnation, epoch, places);
    } catch (SQLException e) {
      throw new IOException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * Upstream's database.
   *
   * @param receipts of money in its deltas, booked or not yet
   * @param waiting how many deltas wait to be booked, and have all that they wait for
   * @param deltas how many there are
   */
  record Upstream(
      List<Booking> booked,
      Map<String, Long> refunded,
      Set<String> receipts,
      long waiting,
      long deltas) {
    Upstream {
      booked = List.copyOf(booked);
      refunded = Map.copyOf(refunded);
      receipts = Set.copyOf(receipts);
    }

    /** With what {@code upstream status --json} says. */
    Books books(String status) throws IOException {
      Map<String, Long> absent = new HashMap<>();
      for (JsonNode one : MAPPER.readTree(status).path("absent")) {
        absent.merge(one.path("device").asText(), one.path("numbers").asLong(), Long::sum);
      }
      return new Books(booked, refunded, receipts, absent);
    }
  }

  /** Reads the database of an upstream that runs. */
  static Upstream upstream(Path file) throws IOException {
    List<Booking> booked = new ArrayList<>();
    Map<String, Long> refunded = new HashMap<>();
    Set<String> receipts = new HashSet<>();
    try (Connection connection = reading(file);
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false); // one reading, of one moment
      try (ResultSet row =
          statement.executeQuery("SELECT receipt, device, device_seq, total, refunded FROM sale")) {
        while (row.next()) {
          booked.add(booking(row, ""));
          refunded.put(row.getString(1), row.getLong(5));
        }
      }
      try (ResultSet row =
          statement.executeQuery("SELECT receipt, device, device_seq, amount, sale FROM refund")) {
        while (row.next()) {
          booked.add(booking(row, row.getString(5)));
        }
      }
      try (ResultSet row =
          statement.executeQuery(
              """
              SELECT body FROM delta WHERE type IN
                ('dev.roadcase.sale-taken.v1', 'dev.roadcase.refund-given.v1')
              """)) {
        while (row.next()) {
          receipts.add(MAPPER.readTree(row.getString(1)).path("receipt").asText());
        }
      }
      long waiting =
          number(
              statement,
              """
              SELECT count(*) FROM waiting WHERE why <> 'open'
                OR EXISTS (SELECT 1 FROM sale WHERE sale.receipt = awaits)
              """);
      long deltas = number(statement, "SELECT count(*) FROM delta");
      return new Upstream(booked, refunded, receipts, waiting, deltas);
    } catch (SQLException e) {
      throw new IOException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** How many events of a class upstream has of one life that its journal does not have so. */
  static long strange(Path file, Journal journal, String deltaClass) throws IOException {
    long strange = 0;
    try (Connection connection = reading(file);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT incarnation, class, seq, hlc FROM delta")) {
      while (row.next()) {
        if (row.getString(1).equals(journal.incarnation()) && row.getString(2).equals(deltaClass)) {
          Long own = journal.places().get(deltaClass + "/" + row.getLong(3));
          strange += own != null && own == row.getLong(4) ? 0 : 1;
        }
      }
      return strange;
    } catch (SQLException e) {
      throw new IOException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static Booking booking(ResultSet row, String of) throws SQLException {
    return new Booking(row.getString(1), row.getString(2), row.getLong(3), row.getLong(4), of);
  }

  private static long number(Statement statement, String sql) throws SQLException {
    try (ResultSet row = statement.executeQuery(sql)) {
      return row.getLong(1);
    }
  }

  /** Copies an upstream's database beside the process that writes it, as operation.md says. */
  static void backUp(Path database, Path to) throws IOException {
    try (Connection connection = reading(database);
        Statement statement = connection.createStatement()) {
      statement.executeUpdate("backup to '" + to + "'");
    } catch (SQLException e) {
      throw new IOException(database + " cannot be copied: " + e.getMessage(), e);
    }
  }

  private static Connection reading(Path file) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setReadOnly(true);
    config.setBusyTimeout(10_000);
    return config.createConnection("jdbc:sqlite:" + file);
  }

  /** What the tills wrote down: {@code asked} and {@code returning}, {@code shown} and others. */
  static Tills tills(Path files) throws IOException {
    Map<String, Booking> asked = new HashMap<>();
    Set<String> shown = new HashSet<>();
    try (Stream<Path> all = Files.list(files)) {
      for (Path file : all.toList()) {
        for (String line : Files.readAllLines(file)) {
          JsonNode event = MAPPER.readTree(line);
          switch (event.path("event").asText()) {
            case "asked", "returning" -> {
              Booking booking = booking(event.path("jws").asText());
              asked.put(booking.receipt(), booking);
            }
            case "shown", "returned" -> shown.add(event.path("receipt").asText());
            default -> {}
          }
        }
      }
    }
    return new Tills(asked, shown);
  }

  /** What a device signed; its receipt follows from the payload: docs/till.md. */
  static Booking booking(String jws) throws IOException {
    byte[] payload = Base64.getUrlDecoder().decode(jws.split("\\.")[1]);
    JsonNode signed = MAPPER.readTree(payload);
    return new Booking(
        receipt(payload),
        signed.path("iss").asText(),
        signed.path("seq").asLong(),
        signed.has("of") ? signed.path("amount").asLong() : signed.path("total").asLong(),
        signed.path("of").asText());
  }

  private static String receipt(byte[] payload) {
    try {
      MessageDigest hash = MessageDigest.getInstance("SHA-256");
      hash.update("roadcase receipt 1\n".getBytes(StandardCharsets.US_ASCII));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(hash.digest(payload));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
