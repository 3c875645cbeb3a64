package dev.roadcase.app.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import dev.roadcase.app.Main;
import dev.roadcase.app.TerminalQrReader;
import dev.roadcase.app.TestSite;
import dev.roadcase.app.TestSite.TestTill;
import dev.roadcase.core.auth.Clients;
import dev.roadcase.wire.json.Json;
import dev.roadcase.wire.jws.SigningKey;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetSocketAddress;
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
    assertEquals("No device is waiting.", run("waiting").out);
    Ran made = run("code", "--role", "kiosk", "--ask");
    assertTrue(made.out.contains("once the crew has approved it"), made.out);
    TestTill kiosk = site.new TestTill(SigningKey.make(new SecureRandom()));
    assertEquals(202, kiosk.tryPair(made.out.substring(0, 11)).status());
    Ran waiting = run("waiting");
    assertTrue(waiting.out.contains("till of the test"), waiting.out);
    String id = waiting.out.lines().skip(1).findFirst().orElseThrow().split(" ")[0];
    assertEquals(new Ran(0, kiosk.id + " is paired.", ""), run("let-in", id));
    assertEquals(65, run("let-in", id).exit, "it was decided already");

    Ran devices = run("devices");
    assertTrue(devices.out.contains(kiosk.id.value()), devices.out);
    assertTrue(devices.out.contains("paired"), devices.out);
    assertEquals(new Ran(0, kiosk.id + " is blocked.", ""), run("revoke", kiosk.id.value()));
    assertEquals(
        new Ran(0, kiosk.id + " was blocked already.", ""), run("revoke", kiosk.id.value()));
    assertTrue(run("devices").out.contains("blocked"));
    assertFalse(run("devices").out.contains("revoked"));
    assertTrue(run("devices", "--json").out.contains("\"revoked\":true"));
  }

  @Test
  void whoIsTurnedAwayStaysOut() throws Exception {
    String code = run("code", "--ask").out.substring(0, 11);
    TestTill till = site.new TestTill(SigningKey.make(new SecureRandom()));
    till.tryPair(code);
    String id = Json.MAPPER.readTree(run("waiting", "--json").out).at("/waiting/0/id").asText();
    assertEquals(new Ran(0, id + " was refused.", ""), run("turn-away", id));
    assertEquals("No device is waiting.", run("waiting").out);
  }

  @Test
  void oneTokenIsEndedByItsNumber() throws Exception {
    site.till();
    Ran tokens = run("tokens");
    String number = tokens.out.lines().skip(1).findFirst().orElseThrow().strip().split(" ")[0];
    assertEquals(
        new Ran(0, "Token " + number + " is blocked.", ""), run("revoke", "--token", number));
    assertTrue(run("tokens").out.contains("blocked"));
    assertFalse(run("tokens").out.contains("revoked"), "the panel's word");
    assertTrue(run("tokens", "--json").out.contains("\"revoked\""), "the contract's word");
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
        till.id + " had no question open; nothing was changed.",
        run("resume", till.id.value()).out);
    assertEquals(till.id + " was not locked.", run("unlock", till.id.value()).out);
    assertEquals(64, run("revoke").exit);
    assertEquals(64, run("revoke", till.id.value(), "--token", "1").exit);
  }

  @Test
  void aNameIsAnsweredWithItsDevice() throws Exception {
    TestTill till = site.till();
    for (String verb : List.of("revoke", "resume", "unlock")) {
      Ran named = run(verb, "Till of the Test");
      assertEquals(65, named.exit, named.out);
      assertTrue(
          named.err.contains(
              "Till of the Test is a name; its device is " + till.id + ": roadcase box " + verb),
          named.err);
    }
    String code = run("code", "--ask").out.substring(0, 11);
    site.new TestTill(SigningKey.make(new SecureRandom())).tryPair(code);
    String id = Json.MAPPER.readTree(run("waiting", "--json").out).at("/waiting/0/id").asText();
    for (String verb : List.of("let-in", "turn-away")) {
      Ran named = run(verb, "till of the test");
      assertEquals(65, named.exit, named.out);
      assertTrue(named.err.contains("roadcase box " + verb + " " + id), named.err);
    }
  }

  @Test
  void whatIsBlockedIsNotResumed() throws Exception {
    TestTill till = site.till();
    run("revoke", till.id.value());
    for (String verb : List.of("resume", "unlock")) {
      Ran blocked = run(verb, till.id.value());
      assertEquals(65, blocked.exit, blocked.out);
      assertTrue(blocked.err.contains("is blocked for good; pair it anew"), blocked.err);
    }
    String devices = run("devices").out;
    assertTrue(devices.contains("Another box that has not heard of it"), devices);
    assertTrue(
        devices.lines().anyMatch(l -> l.matches(till.id + " +till +blocked +– +till of the test")),
        devices);
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
    assertTrue(none.err.startsWith("roadcase box devices: no box answers here"), none.err);
    site.close();
  }

  @Test
  void aPersonIsAskedBeforeADeviceIsBlocked() throws Exception {
    TestTill till = site.till();
    String id = till.id.value();
    terminal.attended = true;
    Ran refused = run("revoke", id);
    assertEquals("Block till " + id + ", \"till of the test\" for good?", terminal.question);
    assertEquals(new Ran(0, "Nothing was changed.", ""), refused);
    assertTrue(run("devices").out.contains("paired"));
    terminal.question = "";
    assertEquals(id + " is blocked.", run("revoke", id, "--yes").out);
    assertEquals("", terminal.question, "--yes asks nothing");
    TestTill other = site.till();
    terminal.answer = true;
    assertEquals(other.id + " is blocked.", run("revoke", other.id.value()).out);
  }

  @Test
  void aDryRunNamesWhatWouldBeBlockedAndChangesNothing() throws Exception {
    TestTill till = site.till();
    assertEquals(
        "Would block till " + till.id + ", \"till of the test\". Nothing was changed.",
        run("revoke", till.id.value(), "--dry-run").out);
    Ran token = run("revoke", "--token", "99999", "--dry-run");
    assertEquals(65, token.exit);
    assertTrue(token.err.contains("there is no token 99999"), token.err);
    assertTrue(run("devices").out.contains("paired"));
  }

  @Test
  void aRoleThatIsNoneIsAUsageErrorThatNamesThoseThatAre() {
    Ran cook = run("code", "--role", "cook");
    assertEquals(64, cook.exit);
    assertTrue(
        cook.err.startsWith(
            "roadcase box code: a role is till, kiosk, checkin, crew or sensor, not cook"),
        cook.err);
    assertTrue(run("code", "--role", "kisok").err.contains("did you mean kiosk?"));
  }

  @Test
  void theCrewIsGivenWholeAddressesThatOpenThePanel() throws Exception {
    Ran crew = run("crew");
    assertEquals(0, crew.exit, crew.err);
    int port = site.appliance().ports().https();
    String url =
        crew.out.lines().map(String::strip).filter(l -> l.startsWith("https://")).findFirst().get();
    assertTrue(
        url.matches("https://127\\.0\\.0\\.1:" + port + "/crew\\?ticket=[A-Za-z0-9_-]{22}"), url);
    assertTrue(
        crew.out.contains("http://127.0.0.1:" + site.appliance().ports().http() + "/trust"),
        crew.out);
    assertTrue(crew.out.contains("within 10 minutes"), crew.out);
    assertFalse(crew.out.contains("\u2588"), "nobody looks, so there is no QR code");
    JsonNode json = Json.MAPPER.readTree(run("crew", "--json").out);
    assertEquals(95, json.path("rootSha256").asText().length(), json.toString());
    assertTrue(json.at("/urls/0/url").asText().contains(json.path("ticket").asText()));
    assertTrue(json.at("/urls/0/inCertificate").asBoolean());
  }

  @Test
  void theCodeOfTheCrewIsTheFirstAddressAndFitsATerminal() throws Exception {
    for (boolean colours : List.of(true, false)) {
      terminal.colours = colours;
      Ran crew = run("crew", "--qr");
      String url =
          crew.out
              .lines()
              .map(String::strip)
              .filter(l -> l.startsWith("https://"))
              .findFirst()
              .get();
      List<String> code =
          crew.out.lines().filter(l -> l.matches(".*[\u2580\u2584\u2588].*")).toList();
      assertEquals(url, TerminalQrReader.read(code, !colours));
      assertTrue(code.stream().allMatch(l -> TerminalQrReader.plain(l).length() <= 80));
    }
    terminal.attended = true;
    assertTrue(run("crew").out.contains("\u2584"), "somebody looks");
    assertFalse(run("crew", "--no-qr").out.contains("\u2584"));
  }

  @Test
  void theStatusIsASummaryForPeopleAndAllOfItAsJson() throws Exception {
    site.till();
    Ran status = run("status");
    for (String what :
        List.of("Selling", "Power", "Link", "Waiting", "Copies", "Devices", "Clock", "Unplug")) {
      assertTrue(status.out.lines().anyMatch(l -> l.startsWith(what)), what + status.out);
    }
    assertTrue(status.out.contains("1 paired"), status.out);
    assertTrue(status.out.lines().count() < 30, status.out);
    status.out.lines().forEach(line -> assertTrue(line.length() <= 80, line));
    assertTrue(Json.MAPPER.readTree(run("status", "--json").out).has("queue"));
  }

  @Test
  void anExportSaysWhereItIsAndHowToCheckItAsPrinted() throws Exception {
    Path to = Files.createDirectories(folder.resolve("a place"));
    Ran export = run("export", "--to", to.toString());
    assertEquals(0, export.exit, export.err);
    assertFalse(export.err.contains("unplug"), "there is no stick: " + export.err);
    String line =
        export
            .err
            .lines()
            .map(String::strip)
            .filter(l -> l.startsWith("roadcase box verify"))
            .findFirst()
            .get();
    Process shell =
        new ProcessBuilder("sh", "-c", "printf '%s\\n' " + line.substring("roadcase box ".length()))
            .start();
    String[] words = new String(shell.getInputStream().readAllBytes(), UTF_8).split("\n");
    Ran verified = run(words);
    assertEquals(0, verified.exit, verified.err);
    assertTrue(verified.out.startsWith("Whole:"), verified.out);
  }

  @Test
  void aBoxThatCannotAtTheMomentIsNotOneThatDoesNotAnswer() throws Exception {
    for (String type : List.of("disk-full", "too-busy", "stopping")) {
      HttpServer door = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
      byte[] problem =
          ("{\"type\":\"urn:roadcase:problem:"
                  + type
                  + "\",\"detail\":\"Nothing was booked. Keep the sale on the till.\"}")
              .getBytes(UTF_8);
      door.createContext(
          "/",
          exchange -> {
            exchange.sendResponseHeaders(503, problem.length);
            exchange.getResponseBody().write(problem);
            exchange.close();
          });
      door.start();
      String before = Files.readString(config);
      Files.writeString(
          config,
          before.replace(
              "admin = \"127.0.0.1:0\"",
              "admin = \"127.0.0.1:" + door.getAddress().getPort() + "\""));
      try {
        Ran code = run("code");
        assertEquals(75, code.exit, code.err);
        assertTrue(code.err.contains("this was not done"), code.err);
        assertFalse(code.err.contains("Keep the sale"), "there is none: " + code.err);
      } finally {
        door.stop(0);
        Files.writeString(config, before);
      }
    }
  }

  private static final class PretendTerminal implements Terminal {
    boolean attended;
    boolean colours = true;
    boolean answer;
    String question = "";

    @Override
    public boolean attended() {
      return attended;
    }

    @Override
    public boolean colours() {
      return colours;
    }

    @Override
    public boolean confirmed(String asked) {
      question = asked;
      return answer;
    }
  }

  private final PretendTerminal terminal = new PretendTerminal();

  private Ran run(String... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream oldOut = System.out;
    PrintStream oldErr = System.err;
    System.setOut(new PrintStream(out, true, UTF_8));
    System.setErr(new PrintStream(err, true, UTF_8));
    try {
      List<String> all = new ArrayList<>(List.of("box", "--config", config.toString()));
      all.addAll(List.of(words));
      int exit = Main.commandLine(terminal).execute(all.toArray(String[]::new));
      return new Ran(exit, out.toString(UTF_8).strip(), err.toString(UTF_8).strip());
    } finally {
      System.setOut(oldOut);
      System.setErr(oldErr);
    }
  }
}
