package dev.roadcase.tests.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** An upstream that is killed while boxes sell is sent little of what it has. */
class UpstreamKillsTest {
  private static final String SAFE = "\"strike\":{\"yes\":true";

  @Test
  void killsOfUpstreamCostFewDuplicates() throws Exception {
    Path folder = Workshop.fresh("upstream-kills");
    Site site = new Site(folder);
    Path data = folder.resolve("data");
    Path config = site.config("box", "kit-1", data, "127.0.0.1:0");
    try (UpstreamProcess upstream =
        new UpstreamProcess(site.fleet.folder(), folder.resolve("up"))) {
      Files.writeString(
          config, "\n[upstream]\nurl = \"" + upstream.url() + "\"\n", StandardOpenOption.APPEND);
      try (BoxProcess box = BoxProcess.start(config, Map.of());
          Crowd crowd = new Crowd(site, 1, 1);
          HttpClient local = HttpClient.newHttpClient()) {
        crowd.pair(box, data);
        for (int round = 0; round < 2; round++) {
          try (Crowd.Selling selling = crowd.sell(box)) {
            int before = crowd.shown();
            Market.until("100 sales are made", () -> crowd.shown() > before + 100);
            upstream.kill();
            Market.until("100 more, with no upstream", () -> crowd.shown() > before + 200);
            upstream.again();
            Market.until("and 100 with it", () -> crowd.shown() > before + 300);
            selling.stop();
          }
        }
        URI status = box.local().resolve("/box");
        String token = box.adminToken(data);
        Market.until("it is safe to strike", () -> isSafe(local, status, token));
        assertEquals(Set.of(), missing(upstream.database(), crowd.till(0)));
        long deltas = number(upstream.database(), "SELECT count(*) FROM delta");
        long duplicates =
            number(upstream.database(), "SELECT coalesce(sum(count), 0) FROM wire_duplicate");
        System.out.println(
            "UPSTREAM killed twice: " + duplicates + " duplicates of " + deltas + " deltas");
        assertTrue(duplicates < deltas / 2, duplicates + " duplicates of " + deltas);
      }
    }
  }

  private static boolean isSafe(HttpClient local, URI status, String token)
      throws InterruptedException {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(status).header("Authorization", "Bearer " + token).build();
      return local.send(request, HttpResponse.BodyHandlers.ofString()).body().contains(SAFE);
    } catch (java.io.IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Set<String> missing(Path database, Till till) throws SQLException {
    Set<String> missing = new HashSet<>(till.receipts());
    try (Connection books = DriverManager.getConnection("jdbc:sqlite:" + database);
        Statement statement = books.createStatement();
        ResultSet row = statement.executeQuery("SELECT receipt FROM sale")) {
      while (row.next()) {
        missing.remove(row.getString(1));
      }
    }
    return missing;
  }

  private static long number(Path database, String sql) throws SQLException {
    try (Connection books = DriverManager.getConnection("jdbc:sqlite:" + database);
        Statement statement = books.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      return row.getLong(1);
    }
  }
}
