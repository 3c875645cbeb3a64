package dev.roadcase.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadcase.app.TestSite.TestTill;
import dev.roadcase.app.cli.Terminal;
import dev.roadcase.app.config.BoxConfig;
import dev.roadcase.app.config.Driver;
import dev.roadcase.core.fact.Mode;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a box says about itself, on {@code /box} and on the panel, is so. */
class TruthTest {
  @TempDir private Path folder;
  @TempDir private Path stick;
  private TestSite site;
  private String cookie = "";

  @BeforeEach
  void makeSite() throws Exception {
    site = new TestSite(folder);
  }

  @AfterEach
  void close() {
    site.close();
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void aBoxWithoutABoardInventsNoFigures(Mode mode) throws Exception {
    site.start(config(mode, Optional.empty(), Optional.empty()));
    JsonNode power = box().path("power");
    assertEquals(
        "{\"board\":\"none\",\"simulated\":false,\"known\":false,\"why\":\"no board\"}",
        power.toString());
    String panel = page("/crew");
    assertTrue(panel.contains("Unknown – no board"), panel);
    assertFalse(panel.contains("Mains"), panel);
    assertFalse(panel.contains("SIMULATED"), panel);
  }

  @Test
  void aSimulatedBoardIsNamedInBoxAndOnEveryPageOfTheShow() throws Exception {
    site.start(config(Mode.LIVE, Optional.of("calm"), Optional.empty()));
    await(() -> box().path("power").path("known").asBoolean());
    assertTrue(box().path("power").path("simulated").asBoolean());
    assertEquals("simulated", box().path("power").path("board").asText());
    for (String path :
        new String[] {
          "/crew", "/crew/devices", "/crew/prices", "/crew/stock", "/crew/help", "/crew/unplug"
        }) {
      assertTrue(page(path).contains("SIMULATED BOARD"), path);
    }
  }

  @Test
  void aBoxWithoutATillIsReadyAndDoesNotSell() throws Exception {
    site.start();
    assertEquals(200, site.get("/readyz").status(), "it waits for a till, and nothing else");
    assertFalse(box().path("selling").path("yes").asBoolean());
    assertEquals("no till is paired", box().path("selling").path("why").path(0).asText());
    assertTrue(page("/crew").contains("Pair a till: Devices → Add a device."));

    site.admin("POST", "/pairing-codes", "{\"role\":\"till\"}");
    assertFalse(box().path("selling").path("yes").asBoolean(), "a code is no till");
    TestTill till = site.till();
    assertTrue(box().path("selling").path("yes").asBoolean());
    assertEquals(200, site.admin("POST", "/devices/" + till.id + "/revoke", "").status());
    assertFalse(box().path("selling").path("yes").asBoolean(), "the only one is blocked");
  }

  @Test
  void aDeviceThatDoesNotSellIsNoTill() throws Exception {
    site.start();
    for (String role : new String[] {"sensor", "checkin", "crew"}) {
      assertEquals(
          200,
          site.new TestTill(dev.roadcase.wire.jws.SigningKey.make(new java.security.SecureRandom()))
                  .tryPair(site.code(role))
                  .status()
              / 100
              * 100);
      assertFalse(box().path("selling").path("yes").asBoolean(), role);
    }
  }

  @Test
  void aBoxWithoutUpstreamStandsAlone() throws Exception {
    site.start();
    JsonNode link = box().path("link");
    assertEquals("stands alone", link.path("state").asText());
    assertTrue(link.path("alone").asBoolean());
    String panel = page("/crew");
    assertEquals(2, panel.split(">Stands alone<", -1).length - 1, panel);
    assertFalse(panel.contains("Wi-Fi"), panel);
    assertFalse(panel.contains("head office for"), panel);
  }

  @Test
  void aBoxWhoseUpstreamIsAwayDoesNotStandAlone() throws Exception {
    site.start(config(Mode.LIVE, Optional.empty(), Optional.of(URI.create("mqtts://127.0.0.1:1"))));
    assertEquals("not reachable", box().path("link").path("state").asText());
    assertFalse(box().path("link").path("alone").asBoolean());
    assertFalse(page("/crew").contains("Stands alone"));
  }

  @Test
  void anExportMeansStrikeAndASaleAfterItTakesThatBack() throws Exception {
    site.start();
    TestTill till = site.till();
    assertEquals(201, till.sell(till.sign(till.sale(TestSite.SHIRT))).status());
    assertFalse(strike());
    assertTrue(box().path("exported").isNull());

    assertTrue(export(stick).contains("Sales from here on are not in it."));
    assertTrue(strike(), box().path("strike").toString());
    assertTrue(box().path("exported").path("ownDisk").asBoolean(), "all of a test is on one disk");

    assertEquals(201, till.sell(till.sign(till.sale(TestSite.SHIRT))).status());
    assertFalse(strike());
    export(Files.createDirectory(stick.resolve("second")));
    assertTrue(strike());

    site.stop();
    site.start();
    assertTrue(strike(), "its stop and its start are no reason to export again");
  }

  @Test
  void anExportOfABoxThatIsOffCountsWhenItStarts() throws Exception {
    site.start();
    TestTill till = site.till();
    assertEquals(201, till.sell(till.sign(till.sale(TestSite.SHIRT))).status());
    site.stop();
    assertTrue(export(stick).contains("it is counted when the box starts"));
    site.start();
    await(this::strike);
    await(() -> !Files.exists(site.config().dataDir().resolve("export.note")));
  }

  @Test
  void whatIsNoExportOfThisJournalCountsForNothing() throws Exception {
    site.start();
    site.till();
    String incarnation = box().path("incarnation").asText();
    String forged = "{\"incarnation\":\"%s\",\"position\":%d,\"head\":\"%s\",\"ownDisk\":false}";
    for (String claim :
        new String[] {
          forged.formatted(incarnation, 3, "A".repeat(43)),
          forged.formatted(incarnation, 1_000_000, "A".repeat(43)),
          forged.formatted("0123456789abcdef", 3, "A".repeat(43))
        }) {
      assertEquals(409, site.admin("POST", "/exports", claim).status(), claim);
    }
    assertEquals(400, site.admin("POST", "/exports", "{}").status());
    assertFalse(strike());
    site.stop();
    Files.writeString(site.config().dataDir().resolve("export.note"), "no note at all");
    site.start();
    assertFalse(strike());
  }

  private boolean strike() throws Exception {
    return box().path("strike").path("yes").asBoolean();
  }

  private JsonNode box() throws Exception {
    return site.admin("GET", "/box", "").body();
  }

  private BoxConfig config(Mode mode, Optional<String> scenario, Optional<URI> upstream) {
    BoxConfig usual = site.config();
    return new BoxConfig(
        usual.identity(),
        usual.dataDir(),
        mode,
        usual.pack(),
        usual.https(),
        usual.http(),
        usual.admin(),
        upstream,
        usual.clock(),
        usual.tokenLife(),
        usual.issuer(),
        scenario
            .map(_ ->
                new BoxConfig.Hardware(
                    scenario, Driver.SIMULATED, Driver.SIMULATED, Driver.SIMULATED))
            .orElse(BoxConfig.Hardware.NONE),
        usual.limits(),
        usual.disk(),
        usual.log());
  }

  private String page(String path) throws Exception {
    if (cookie.isEmpty()) {
      String ticket = site.admin("POST", "/crew-tickets", "").body().path("ticket").asText();
      cookie =
          site.enter(ticket)
              .raw()
              .headers()
              .firstValue("set-cookie")
              .orElseThrow()
              .replaceAll(";.*", "");
    }
    TestSite.Answer answer = site.send(site.https(path).header("Cookie", cookie).GET());
    assertEquals(200, answer.status(), path);
    return new String(answer.raw().body(), StandardCharsets.UTF_8).replace("\u00a0", " ");
  }

  /** {@code roadcase box export}, as it is typed; answers what it says. */
  private String export(Path to) throws Exception {
    Path config =
        Files.writeString(
            folder.resolve("roadcase.toml"),
            """
            identity = "identity"
            data_dir = "data"
            mode = "rehearsal"
            [listen]
            https = "127.0.0.1:0"
            http = "127.0.0.1:0"
            admin = "127.0.0.1:0"
            [disk]
            low_water = "1MiB"
            reserve = "1MiB"
            """);
    PrintStream err = System.err;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
    try {
      int exit =
          Main.commandLine(Terminal.ofThisProcess())
              .execute("box", "--config", config.toString(), "export", "--to", to.toString());
      assertEquals(0, exit, said.toString(StandardCharsets.UTF_8));
    } finally {
      System.setErr(err);
    }
    return said.toString(StandardCharsets.UTF_8);
  }

  private interface Check {
    boolean holds() throws Exception;
  }

  /** Looks again until it is so; a minute is a failure, and no measure of speed. */
  private static void await(Check check) throws Exception {
    long end = System.nanoTime() + 60_000_000_000L;
    while (!check.holds()) {
      assertTrue(System.nanoTime() < end, "it never came");
      Thread.sleep(20);
    }
  }
}
