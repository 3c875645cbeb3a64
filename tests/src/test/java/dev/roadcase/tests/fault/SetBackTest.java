package dev.roadcase.tests.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A box and an upstream as processes, whose folders are put back to older copies. */
class SetBackTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Path folder;
  private Path data;
  private Path config;
  private Site site;
  private UpstreamProcess upstream;
  private BoxProcess box;
  private Crowd crowd;

  @BeforeEach
  void build() throws Exception {
    folder = Workshop.fresh("set-back");
    site = new Site(folder);
    data = folder.resolve("data");
    upstream = new UpstreamProcess(site.fleet.folder(), folder.resolve("up"));
    config = site.config("box", "kit-1", data, "127.0.0.1:0");
    Files.writeString(
        config, "\n[upstream]\nurl = \"" + upstream.url() + "\"\n", StandardOpenOption.APPEND);
    box = BoxProcess.start(config, Map.of());
    crowd = new Crowd(site, 1, 1);
    crowd.pair(box, data);
  }

  @AfterEach
  void takeDown() throws Exception {
    crowd.close();
    box.close();
    upstream.close();
  }

  @Test
  void aBoxThatSoldMoreThanItHadLostIsFoundOutAndAdoptedWithoutLoss() throws Exception {
    sell(20);
    untilSafeToStrike();
    box.kill();
    Path backup = copied(data, folder.resolve("backup"));
    start();
    sell(15);
    untilSafeToStrike();
    box.kill();
    upstream.stop();
    Workshop.remove(data);
    copied(backup, data);
    start();
    sell(30);
    upstream.again();
    Till till = crowd.till(0);
    try (BoxClient client = client()) {
      Market.until(
          "the box says that it is set back",
          () -> {
            try {
              return till.sell(client, Site.LEMONADE) == Till.Turn.NOT_NOW
                  && till.why().equals("set-back, Retry-After 60");
            } catch (IOException e) {
              throw new AssertionError(e);
            }
          });
    }
    JsonNode status = status();
    assertEquals("p0", status.path("setBack").path("class").asText());
    assertFalse(status.path("strike").path("yes").asBoolean(), status.toString());
    assertFalse(status.path("selling").path("yes").asBoolean(), status.toString());
    assertTrue(missingUpstream().size() > 0, "what it sold alone is here alone");
    box.kill();
    start();
    assertTrue(status().path("setBack").isObject(), "also after a restart");
    box.stop();
    assertEquals(0, BoxProcess.verb(config, "adopt", "--yes"));
    start();
    sell(1);
    untilSafeToStrike();
    assertEquals(Set.of(), missingUpstream(), "lost");
    assertTrue(status().path("setBack").isNull());
  }

  @Test
  void anUpstreamOnAnOlderDatabaseIsSentWhatItLacks() throws Exception {
    sell(10);
    untilSafeToStrike();
    upstream.stop();
    Path yesterday = folder.resolve("yesterday.db");
    Files.copy(upstream.database(), yesterday);
    upstream.again();
    sell(10);
    untilSafeToStrike();
    assertEquals(0, upstream.stop());
    forgetDatabase();
    Files.copy(yesterday, upstream.database(), StandardCopyOption.REPLACE_EXISTING);
    assertEquals(10, missingUpstream().size());
    upstream.again();
    untilAllIsUpstream();
    untilSafeToStrike();
    upstream.stop();
    forgetDatabase();
    upstream.again();
    untilAllIsUpstream();
    untilSafeToStrike();
  }

  @Test
  void anUpstreamWhoseDatabaseIsRemovedEndsAndAcknowledgesNothing() throws Exception {
    sell(5);
    untilSafeToStrike();
    Files.delete(upstream.database());
    assertEquals(74, upstream.ended());
    sell(5);
    assertFalse(status().path("strike").path("yes").asBoolean());
  }

  @Test
  void killsOfUpstreamCostFewDuplicates() throws Exception {
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
    untilSafeToStrike();
    assertEquals(Set.of(), missingUpstream());
    long deltas = number("SELECT count(*) FROM delta");
    long duplicates = number("SELECT coalesce(sum(count), 0) FROM wire_duplicate");
    System.out.println(
        "UPSTREAM killed twice: " + duplicates + " duplicates of " + deltas + " deltas");
    assertTrue(duplicates < deltas / 2, duplicates + " duplicates of " + deltas);
  }

  private long number(String sql) throws SQLException {
    try (Connection books = DriverManager.getConnection("jdbc:sqlite:" + upstream.database());
        Statement statement = books.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      return row.getLong(1);
    }
  }

  private void start() throws Exception {
    box = BoxProcess.start(config, Map.of());
  }

  private BoxClient client() {
    return new BoxClient(box.https(), site.trust());
  }

  private void sell(int count) throws Exception {
    try (BoxClient client = client()) {
      for (int i = 0; i < count; i++) {
        assertEquals(Till.Turn.SHOWN, crowd.till(0).sell(client, Site.LEMONADE));
      }
    }
  }

  private void untilSafeToStrike() throws InterruptedException {
    Market.until("it is safe to strike", () -> status().path("strike").path("yes").asBoolean());
  }

  private void untilAllIsUpstream() throws InterruptedException {
    Market.until("all is upstream", () -> missingUpstream().isEmpty());
  }

  private void forgetDatabase() throws IOException {
    for (String file : List.of("upstream.db", "upstream.db-wal", "upstream.db-shm")) {
      Files.deleteIfExists(upstream.database().resolveSibling(file));
    }
  }

  private JsonNode status() throws InterruptedException {
    try (HttpClient local = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(box.local().resolve("/box"))
              .header("Authorization", "Bearer " + box.adminToken(data))
              .build();
      return MAPPER.readTree(local.send(request, HttpResponse.BodyHandlers.ofByteArray()).body());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Of all that was shown, what stands in none of upstream's books. */
  private Set<String> missingUpstream() {
    Set<String> missing = new HashSet<>(crowd.till(0).receipts());
    try (Connection books = DriverManager.getConnection("jdbc:sqlite:" + upstream.database());
        Statement statement = books.createStatement();
        ResultSet row = statement.executeQuery("SELECT receipt FROM sale")) {
      while (row.next()) {
        missing.remove(row.getString(1));
      }
    } catch (SQLException e) {
      // It is being made.
      return missing;
    }
    return missing;
  }

  private static Path copied(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path one : all.toList()) {
        Path target = to.resolve(from.relativize(one).toString());
        if (Files.isDirectory(one)) {
          Files.createDirectories(target);
        } else if (Files.isRegularFile(one)) {
          Files.copy(one, target, StandardCopyOption.COPY_ATTRIBUTES);
        }
      }
    }
    return to;
  }
}
