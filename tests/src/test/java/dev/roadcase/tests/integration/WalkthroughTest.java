package dev.roadcase.tests.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.roadcase.app.Appliance;
import dev.roadcase.app.config.ConfigFile;
import dev.roadcase.tests.browser.Stand;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of {@code docs/till.md}, typed as the page has them, against a box. */
class WalkthroughTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Path EXAMPLES = Path.of("..", "docs", "examples").toAbsolutePath();

  /** A till to start from has to be read in one go. */
  private static final int LINES_MAX = 80;

  private record Ran(int exit, String out, String err) {}

  @TempDir private Path folder;
  private Appliance box;

  @BeforeEach
  void start() throws IOException {
    Path config = Stand.prepare(Files.createDirectory(folder.resolve("site")), "127.0.0.1:0");
    box =
        Appliance.start(
            ConfigFile.read(config),
            failure -> {
              throw failure;
            });
  }

  @AfterEach
  void stop() {
    box.stop();
  }

  @Test
  void theTillOfTheGuidePairsSellsAndReadsItsReceipt() throws Exception {
    needs("python3", "openssl");
    String code = code();
    Ran first = run("python3", "till.py", code);
    assertEquals(0, first.exit, first.err);
    JsonNode sold = MAPPER.readTree(first.out);
    assertEquals(1, sold.path("seq").asInt(), first.out);
    assertKnown(sold);

    // Typed again: the same device, which counts on.
    Ran second = run("python3", "till.py", code);
    assertEquals(0, second.exit, second.err);
    assertEquals(2, MAPPER.readTree(second.out).path("seq").asInt(), second.out);
    assertEquals(sold.path("device"), MAPPER.readTree(second.out).path("device"));

    Ran refused = run("python3", "till.py", "AAAA-AAAAA");
    assertEquals(1, refused.exit, refused.err);
    assertTrue(refused.err.contains("urn:roadcase:problem:pairing-code-"), refused.err);
  }

  /** It was cut off before the answer: what is sent again is booked once. */
  @Test
  void aSaleThatIsStillUnansweredIsSentAgainBeforeAnother() throws Exception {
    needs("python3", "openssl");
    String source = Files.readString(EXAMPLES.resolve("till.py"));
    Path cut = folder.resolve("cut.py");
    Files.writeString(cut, source.replace("os.remove(OUTBOX)", "sys.exit(3)"));
    assertFalse(Files.readString(cut).equals(source));
    String code = code();
    assertEquals(3, run("python3", cut.toString(), code).exit);
    assertTrue(Files.exists(folder.resolve("till-outbox.jws")));

    Ran again = run("python3", "till.py", code);
    assertEquals(0, again.exit, again.err);
    assertEquals(1, MAPPER.readTree(again.out).path("seq").asInt(), "the same sale, once");
    assertFalse(Files.exists(folder.resolve("till-outbox.jws")));
  }

  @Test
  void theWalkByCurlEndsWithAReceipt() throws Exception {
    needs("bash", "curl", "openssl");
    Ran walk = run("bash", "first-sale.sh", code());
    assertEquals(0, walk.exit, walk.err);
    JsonNode receipt = MAPPER.readTree(walk.out);
    assertEquals("sale", receipt.path("kind").asText(), walk.out);
    assertKnown(receipt);

    Ran refused = run("bash", "first-sale.sh", "AAAA-AAAAA");
    assertEquals(1, refused.exit, refused.err);
    assertTrue(refused.err.contains("urn:roadcase:problem:pairing-code-"), refused.err);
  }

  @Test
  void theTillIsShortAndNeedsNothingThatPythonDoesNotBring() throws Exception {
    List<String> lines = Files.readAllLines(EXAMPLES.resolve("till.py"));
    assertTrue(lines.size() <= LINES_MAX, "lines: " + lines.size());
    String guide = Files.readString(Path.of("..", "docs", "till.md"));
    assertTrue(guide.contains("# " + lines.size() + " lines"), "the guide says " + lines.size());
    List<String> imported =
        lines.stream()
            .filter(line -> line.startsWith("import ") || line.startsWith("from "))
            .flatMap(line -> Pattern.compile(", ").splitAsStream(line.replace("import ", "")))
            .toList();
    assertEquals(
        List.of(
            "base64",
            "hashlib",
            "json",
            "os",
            "secrets",
            "ssl",
            "subprocess",
            "sys",
            "time",
            "urllib.error",
            "urllib.parse",
            "urllib.request"),
        imported);
  }

  /** The box has that receipt, and says of it what the example was told. */
  private void assertKnown(JsonNode said) throws IOException, InterruptedException {
    JsonNode receipt =
        json(
            HttpRequest.newBuilder(
                URI.create(
                    "http://127.0.0.1:%d/receipts/%s"
                        .formatted(box.ports().http(), said.path("receipt").asText()))));
    for (String member : List.of("receipt", "reference", "device", "seq", "total", "currency")) {
      assertFalse(said.path(member).isMissingNode(), member);
      assertEquals(receipt.path(member), said.path(member), member);
    }
  }

  /** As {@code roadcase box code} prints it. */
  private String code() throws IOException, InterruptedException {
    String token = Files.readString(folder.resolve("site/box/admin.token")).strip();
    return json(HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + box.ports().admin() + "/pairing-codes"))
            .header("Authorization", "Bearer " + token)
            .POST(HttpRequest.BodyPublishers.ofString("{\"role\":\"till\"}")))
        .path("code")
        .asText();
  }

  private static JsonNode json(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return MAPPER.readTree(http.send(request.build(), BodyHandlers.ofString()).body());
    }
  }

  private Ran run(String interpreter, String script, String code)
      throws IOException, InterruptedException {
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    Process process =
        new ProcessBuilder(
                interpreter,
                EXAMPLES.resolve(script).toString(),
                "https://localhost:" + box.ports().https(),
                code,
                folder.resolve("site/fleet/fleet.pem").toString())
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    if (!process.waitFor(2, TimeUnit.MINUTES)) {
      process.destroyForcibly();
    }
    return new Ran(process.waitFor(), Files.readString(out), Files.readString(err));
  }

  private static void needs(String... commands) throws InterruptedException {
    List<String> missing = new ArrayList<>();
    for (String command : commands) {
      try {
        Process asked =
            new ProcessBuilder(command, command.equals("openssl") ? "version" : "--version")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (asked.waitFor() != 0) {
          missing.add(command);
        }
      } catch (IOException e) {
        missing.add(command);
      }
    }
    assumeTrue(missing.isEmpty(), "skipped: no " + missing);
  }
}
