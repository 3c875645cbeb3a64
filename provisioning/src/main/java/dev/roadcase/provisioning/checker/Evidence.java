package dev.roadcase.provisioning.checker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * All that the checker has to go by.
 *
 * @param shown receipts of sales that devices wrote down, in the order of their files
 * @param again answers to deliberate retries
 * @param watched answers of {@code /box} over the day, and what was done to it
 * @param upstreamSales what upstream's ledger holds
 * @param deltas sequences upstream holds, by incarnation and class
 */
record Evidence(
    List<Shown> shown,
    List<Again> again,
    List<Refused> refused,
    List<Refund> refunds,
    List<Knock> knocks,
    long readings,
    int noAnswers,
    List<JsonNode> watched,
    List<UpstreamSale> upstreamSales,
    Map<String, Long> upstreamRefunds,
    long liveRows,
    Map<String, List<Long>> deltas,
    List<Arrival> arrivals,
    List<long[]> shed,
    long wireDuplicates,
    long deadLetters) {

  record Shown(
      String device, long seq, String receipt, long total, long at, long micros, String goods) {}

  record Again(String receipt, String answered, int status, long at) {}

  record Refused(String sku, String problem) {}

  /** A device asked for something that needs a token. */
  record Knock(String device, int status, long at) {}

  record Refund(String device, long seq, String receipt, long at) {}

  /**
   * A sale in upstream's ledger.
   *
   * @param goods {@code SKU*milli-units} of each line, as the devices write it
   */
  record UpstreamSale(String receipt, String device, long seq, long total, String goods) {
    /** Milli-units of one item, over all lines. */
    long milliOf(String sku) {
      long milli = 0;
      for (String line : goods.split(",", -1)) {
        int star = line.lastIndexOf('*');
        if (line.substring(0, star).equals(sku)) {
          milli += Long.parseLong(line.substring(star + 1));
        }
      }
      return milli;
    }
  }

  /** When a delta was committed upstream, epoch milliseconds. */
  record Arrival(String deltaClass, long at) {}

  private static final ObjectMapper JSON = new ObjectMapper();

  static Evidence read(Path folder, Path upstreamDb) throws IOException, SQLException {
    List<JsonNode> lines = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder.resolve("devices"))) {
      for (Path file : files.sorted().toList()) {
        lines.addAll(lines(file));
      }
    }
    List<Shown> shown = new ArrayList<>();
    List<Again> again = new ArrayList<>();
    List<Refused> refused = new ArrayList<>();
    List<Refund> refunds = new ArrayList<>();
    List<Knock> knocks = new ArrayList<>();
    long readings = 0;
    int noAnswers = 0;
    for (JsonNode line : lines) {
      switch (line.path("event").asText()) {
        case "shown" -> shown.add(shown(line));
        case "asked-again" ->
            again.add(
                new Again(
                    line.path("receipt").asText(),
                    line.path("answered").asText(),
                    line.path("status").asInt(),
                    line.path("at").asLong()));
        case "refused" ->
            refused.add(new Refused(line.path("sku").asText(), line.path("problem").asText()));
        case "refunded" ->
            refunds.add(
                new Refund(
                    line.path("device").asText(),
                    line.path("seq").asLong(),
                    line.path("receipt").asText(),
                    line.path("at").asLong()));
        case "knocked" ->
            knocks.add(
                new Knock(
                    line.path("device").asText(),
                    line.path("status").asInt(),
                    line.path("at").asLong()));
        case "readings" -> readings += line.path("to").asLong() - line.path("from").asLong() + 1;
        case "no-answer" -> noAnswers++;
        default -> {}
      }
    }
    Upstream upstream = Upstream.read(upstreamDb);
    return new Evidence(
        shown,
        again,
        refused,
        refunds,
        knocks,
        readings,
        noAnswers,
        lines(folder.resolve("watch.jsonl")),
        upstream.sales,
        upstream.refunds,
        upstream.liveRows,
        upstream.deltas,
        upstream.arrivals,
        upstream.shed,
        upstream.wireDuplicates,
        upstream.deadLetters);
  }

  private static Shown shown(JsonNode line) {
    return new Shown(
        line.path("device").asText(),
        line.path("seq").asLong(),
        line.path("receipt").asText(),
        line.path("total").asLong(),
        line.path("at").asLong(),
        line.path("micros").asLong(),
        line.path("lines").asText());
  }

  private static List<JsonNode> lines(Path file) throws IOException {
    List<JsonNode> all = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      all.add(JSON.readTree(line));
    }
    return all;
  }

  /** What upstream's database says, read with SQL alone. */
  private static final class Upstream {
    private final List<UpstreamSale> sales = new ArrayList<>();
    private final Map<String, Long> refunds = new HashMap<>();
    private final Map<String, List<Long>> deltas = new TreeMap<>();
    private final List<Arrival> arrivals = new ArrayList<>();
    private final List<long[]> shed = new ArrayList<>();
    private long liveRows;
    private long wireDuplicates;
    private long deadLetters;

    static Upstream read(Path file) throws SQLException, IOException {
      Upstream upstream = new Upstream();
      try (Connection db = DriverManager.getConnection("jdbc:sqlite:" + file);
          Statement statement = db.createStatement()) {
        upstream.ledger(statement);
        upstream.journey(statement);
      }
      return upstream;
    }

    private void ledger(Statement statement) throws SQLException, IOException {
      try (ResultSet row =
          statement.executeQuery("SELECT receipt, device, device_seq, total, lines FROM sale")) {
        while (row.next()) {
          sales.add(
              new UpstreamSale(
                  row.getString(1),
                  row.getString(2),
                  row.getLong(3),
                  row.getLong(4),
                  goods(JSON.readTree(row.getString(5)))));
        }
      }
      try (ResultSet row =
          statement.executeQuery(
              """
              SELECT json_extract(body, '$.receipt'), received FROM delta
              WHERE type LIKE 'dev.roadcase.refund-given.%'
              """)) {
        while (row.next()) {
          refunds.put(row.getString(1), row.getLong(2));
        }
      }
      liveRows =
          number(
              statement,
              "SELECT (SELECT count(*) FROM live_sale)" + " + (SELECT count(*) FROM live_refund)");
      wireDuplicates = number(statement, "SELECT coalesce(sum(count), 0) FROM wire_duplicate");
      deadLetters = number(statement, "SELECT count(*) FROM dead_letter");
    }

    private void journey(Statement statement) throws SQLException, IOException {
      try (ResultSet row =
          statement.executeQuery(
              "SELECT incarnation, class, seq, received, type, body FROM delta")) {
        while (row.next()) {
          String deltaClass = row.getString(2);
          deltas
              .computeIfAbsent(row.getString(1) + "/" + deltaClass, key -> new ArrayList<>())
              .add(row.getLong(3));
          arrivals.add(new Arrival(deltaClass, row.getLong(4)));
          if (row.getString(5).startsWith("dev.roadcase.telemetry-shed.")) {
            JsonNode body = JSON.readTree(row.getString(6));
            shed.add(new long[] {body.path("from").asLong(), body.path("to").asLong()});
          }
        }
      }
      try (ResultSet row =
          statement.executeQuery("SELECT incarnation, class, first, last FROM closed")) {
        while (row.next()) {
          List<Long> seqs =
              deltas.computeIfAbsent(
                  row.getString(1) + "/" + row.getString(2), key -> new ArrayList<>());
          for (long seq = row.getLong(3); seq <= row.getLong(4); seq++) {
            seqs.add(seq);
          }
        }
      }
      deltas.values().forEach(Collections::sort);
    }

    private static String goods(JsonNode lines) {
      List<String> all = new ArrayList<>();
      lines.forEach(line -> all.add(line.path("sku").asText() + "*" + line.path("qty").asLong()));
      return String.join(",", all);
    }

    private static long number(Statement statement, String sql) throws SQLException {
      try (ResultSet row = statement.executeQuery(sql)) {
        row.next();
        return row.getLong(1);
      }
    }
  }
}
