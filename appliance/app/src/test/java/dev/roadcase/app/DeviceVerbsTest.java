package dev.roadcase.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.roadcase.app.TestSite.TestTill;
import dev.roadcase.core.auth.Clients;
import dev.roadcase.wire.json.Json;
import dev.roadcase.wire.jws.SigningKey;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code roadcase box devices} and its neighbours, against a box that runs. */
class DeviceVerbsTest {
  @TempDir private Path folder;
  private TestSite site;
  private Path config;

  private record Ran(int exit, String out, String err) {}

  @BeforeEach
  void open() throws Exception {
    site = new TestSite(folder).start();
    config =
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
            """);
  }

  @AfterEach
  void close() {
    site.close();
  }

  @Test
  void aDeviceIsAskedForLetInListedAndRevoked() throws Exception {
    assertEquals("Nobody waits.", run("waiting").out);
    Ran made = run("code", "--role", "kiosk", "--ask");
    assertTrue(made.out.contains("once the crew has let it in"), made.out);
    TestTill kiosk = site.new TestTill(SigningKey.make(new SecureRandom()));
    assertEquals(202, kiosk.tryPair(made.out.substring(0, 11)).status());
    Ran waiting = run("waiting");
    assertTrue(waiting.out.contains("till of the test"), waiting.out);
    String id = waiting.out.lines().skip(1).findFirst().orElseThrow().split(" ")[0];
    assertEquals(new Ran(0, kiosk.id + " is in.", ""), run("let-in", id));
    assertEquals(65, run("let-in", id).exit, "it was decided already");

    Ran devices = run("devices");
    assertTrue(devices.out.contains(kiosk.id.value()), devices.out);
    assertTrue(devices.out.contains("active"), devices.out);
    assertEquals(new Ran(0, kiosk.id + " is out.", ""), run("revoke", kiosk.id.value()));
    assertEquals(new Ran(0, kiosk.id + " was out already.", ""), run("revoke", kiosk.id.value()));
    assertTrue(run("devices").out.contains("revoked"));
  }

  @Test
  void whoIsTurnedAwayStaysOut() throws Exception {
    String code = run("code", "--ask").out.substring(0, 11);
    TestTill till = site.new TestTill(SigningKey.make(new SecureRandom()));
    till.tryPair(code);
    String id = Json.MAPPER.readTree(run("waiting", "--json").out).at("/waiting/0/id").asText();
    assertEquals(new Ran(0, id + " was turned away.", ""), run("turn-away", id));
    assertEquals("Nobody waits.", run("waiting").out);
  }

  @Test
  void oneTokenIsEndedByItsNumber() throws Exception {
    site.till();
    Ran tokens = run("tokens");
    String number = tokens.out.lines().skip(1).findFirst().orElseThrow().strip().split(" ")[0];
    assertEquals(new Ran(0, "Token " + number + " is out.", ""), run("revoke", "--token", number));
    assertTrue(run("tokens").out.contains("revoked"));
    assertEquals(65, run("revoke", "--token", "99999").exit);
  }

  @Test
  void aDeviceThatIsNotThereIsSaidAndNotPassedOver() throws Exception {
    for (String verb : List.of("revoke", "resume", "unlock")) {
      Ran unknown = run(verb, "d-AAAAAAAAAAAAAAAA");
      assertEquals(65, unknown.exit, verb);
      assertTrue(unknown.err.contains("was never paired"), unknown.err);
      assertEquals(65, run(verb, "../devices").exit, "what is typed is one segment");
    }
    TestTill till = site.till();
    assertEquals(
        till.id + " was neither suspended nor in doubt.", run("resume", till.id.value()).out);
    assertEquals(till.id + " had given no wrong PIN.", run("unlock", till.id.value()).out);
    assertEquals(2, run("revoke").exit);
    assertEquals(2, run("revoke", till.id.value(), "--token", "1").exit);
  }

  @Test
  void aMachinesSecretIsShownOnceAndOpensNoMoney() throws Exception {
    Ran added = run("client", "add", "weather", "--scope", "telemetry watch");
    assertEquals(0, added.exit);
    assertTrue(added.out.contains("c-weather"), added.out);
    assertTrue(added.out.contains("shown this once"), added.out);
    assertEquals(65, run("client", "add", "weather").exit, "there is one of that name");
    Ran money = run("client", "add", "thief", "--scope", "refund");
    assertEquals(65, money.exit);
    assertTrue(money.err.contains("and nothing else"), money.err);
    assertEquals("c-weather is removed.", run("client", "remove", "weather").out);
    assertEquals("c-weather was not there.", run("client", "remove", "c-weather").out);
    assertFalse(Json.MAPPER.readTree(run("client", "add", "x", "--json").out).isEmpty());
  }

  @Test
  void machinesAreListedWithWhatTheyDidAndNoSecret() throws Exception {
    assertTrue(run("clients").out.contains("No machine gets tokens by a secret."));
    String secret =
        Json.MAPPER
            .readTree(run("client", "add", "weather", "--scope", "telemetry", "--json").out)
            .path("secret")
            .asText();
    run("client", "add", "screen", "--scope", "watch");
    String form = "grant_type=client_credentials&client_id=c-weather&client_secret=" + secret;
    assertEquals(
        200,
        site.send(
                site.https("/oauth/token")
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(HttpRequest.BodyPublishers.ofString(form)))
            .status());
    Ran listed = run("clients");
    List<String> lines = listed.out.lines().toList();
    assertEquals(3, lines.size(), listed.out);
    String today = java.time.LocalDate.now(java.time.ZoneId.systemDefault()).toString();
    assertTrue(lines.get(1).matches("c-screen +new +" + today + " never +watch"), lines.get(1));
    assertTrue(
        lines.get(2).matches("c-weather +active +" + today + " [0-9]+ s ago +telemetry"),
        lines.get(2));
    Ran json = run("clients", "--json");
    assertFalse(json.out.contains(secret) || json.out.contains("ecret"), json.out);
    assertFalse(json.out.contains(Clients.hashOf(secret)), json.out);
    // What is known outlives a restart, from the journal alone or from a snapshot.
    site.stop();
    site.start();
    assertTrue(run("clients").out.contains("active"), run("clients").out);
    run("client", "remove", "weather");
    assertFalse(run("clients").out.contains("weather"));
  }

  @Test
  void everyTableFitsEightyColumns() throws Exception {
    for (int i = 0; i < 3; i++) {
      site.till();
    }
    run("client", "add", "a-machine-with-a-name-of-thirty", "--scope", "telemetry watch");
    for (String verb : List.of("waiting", "devices", "tokens", "clients")) {
      run(verb).out.lines().forEach(line -> assertTrue(line.length() <= 80, line));
    }
  }

  @Test
  void withoutABoxItSaysSo() {
    site.stop();
    Ran none = run("devices");
    assertEquals(69, none.exit);
    assertTrue(none.err.contains("no box answers here"), none.err);
    site.close();
  }

  private Ran run(String... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream oldOut = System.out;
    PrintStream oldErr = System.err;
    System.setOut(new PrintStream(out, true, UTF_8));
    System.setErr(new PrintStream(err, true, UTF_8));
    try {
      List<String> all = new ArrayList<>(List.of(words));
      all.add("--config");
      all.add(config.toString());
      int exit = new CommandLine(new Main.BoxVerb()).execute(all.toArray(String[]::new));
      return new Ran(exit, out.toString(UTF_8).strip(), err.toString(UTF_8).strip());
    } finally {
      System.setOut(oldOut);
      System.setErr(oldErr);
    }
  }
}
