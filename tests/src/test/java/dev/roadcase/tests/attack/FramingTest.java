package dev.roadcase.tests.attack;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a request of HTTP/1.1 ends, and what its target is: as everybody else reads it, or 400. */
class FramingTest {
  /** Its answer is unlike all others here. */
  private static final String HIDDEN = "GET /screens/look.css HTTP/1.1\r\nHost: box\r\n\r\n";

  private static final String LAST =
      "GET /healthz HTTP/1.1\r\nHost: box\r\nConnection: close\r\n\r\n";
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] (\\d{3}) ");

  @TempDir private static Path folder;
  private static Victim box;

  @BeforeAll
  static void open() throws Exception {
    box = new Victim(folder);
  }

  @AfterAll
  static void close() {
    box.close();
  }

  /** Headers, and what comes behind them, in which another request is hidden. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 6~Transfer-Encoding: chunked~~0~~",
        "Content-Length: 0~Content-Length: 45~~",
        "Content-Length: 0, 45~~",
        "Content-Length: +0~~",
        "Content-Length: 0x0~~",
        "Content-Length: -1~~",
        "Content-Length: 9223372036854775808~~",
        "Content-Length: 1 0~~",
        "Content-Length : 45~~",
        "Transfer-Encoding: xchunked~~0~~",
        "Transfer-Encoding: chunked, identity~~0~~",
        "Transfer-Encoding: chunked~Transfer-Encoding: identity~~0~~",
        "Transfer-Encoding: \u000bchunked~~0~~",
        "X: a\u0000b~~",
        "no colon~~",
        "Transfer-Encoding: chunked~~2;a=\"~0~~",
        "Transfer-Encoding: chunked~~+0~~",
        "Transfer-Encoding: chunked~~0x0~~",
        "Transfer-Encoding: chunked~~-0~~",
        "Transfer-Encoding: chunked~~10000000000000000~~",
        "Transfer-Encoding: chunked~~2~{}XX~0~~",
      })
  void whatIsHiddenInARequestIsNeverAnsweredByItself(String rest) throws Exception {
    for (String line : List.of("GET /healthz", "POST /oauth/token")) {
      String request = line + " HTTP/1.1\r\nHost: box\r\n" + rest.replace("~", "\r\n") + HIDDEN;
      for (boolean secure : new boolean[] {false, true}) {
        String answers = whole(secure, request + LAST);
        List<Integer> statuses = statuses(answers);
        // One answer, and nothing behind it is looked at; or a refusal behind it.
        assertFalse(answers.contains("text/css"), () -> statuses + " " + request);
        assertTrue(
            statuses.size() == 1
                || (statuses.size() == 2 && Set.of(400, 408, 501).contains(statuses.getLast())),
            () -> statuses + " " + request);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Transfer-Encoding: chunked~~0~~",
        "Transfer-Encoding:\tchunked~~0~~",
        "Content-Length: 2~~{}",
        "Transfer-Encoding: chunked~~2~{}~0~Content-Length: 38~~",
      })
  void whatEverybodyReadsAlikeIsOneRequest(String rest) throws Exception {
    String request =
        "POST /oauth/token HTTP/1.1\r\nHost: box\r\nContent-Type: text/plain\r\n"
            + rest.replace("~", "\r\n");
    List<Integer> statuses = statuses(whole(true, request + LAST));
    assertEquals(2, statuses.size(), () -> statuses + " " + request);
    assertEquals(200, statuses.getLast());
  }

  /** A bomb of fifty megabytes is what it weighs, whatever its head calls it. */
  @ParameterizedTest
  @ValueSource(strings = {"gzip", "deflate", "br", "zstd", "gzip, gzip"})
  void noCodingOfABodyIsUndone(String coding) throws Exception {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write("{\"pairing\":\"".getBytes(ISO_8859_1));
      gzip.write(new byte[50_000_000]);
    }
    Victim.Answer answer =
        box.send(
            box.request("/pairings")
                .header("Content-Type", "application/json")
                .header("Content-Encoding", coding)
                .POST(BodyPublishers.ofByteArray(packed.toByteArray())));
    assertEquals(400, answer.status());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/../../etc/passwd",
        "/screens/../../etc/passwd",
        "/screens/..%2f..%2fetc%2fpasswd",
        "/screens/%2e%2e/%2e%2e/etc/passwd",
        "/screens/..%c0%af..%c0%afetc/passwd",
        "/screens/%252e%252e%252fetc",
        "/screens/live.js%00.css",
        "/assets/../box/admin.token",
        "/assets/%00",
        "//etc/passwd",
        "/products/%0d%0aX-Hidden: y",
        "/time?nonce=%0d%0aX-Hidden:y",
        "/?q=%ff%fe",
        "/?q=%",
        "/catalogue/items/%",
        "/receipts/%F0%9F%92%A9",
        "/receipts/%2e%2e%2fbox",
        "/screens/..;/crew",
        "/./crew",
        "/crew/",
        "/crew%2f",
        "/CREW",
        "/crew;x=1",
        "/%63rew",
        "/screens/../crew",
        "/metrics",
        "/tokens",
        "/clients",
        "/pairing-codes",
      })
  void noPathLeadsToAFileToTheCrewOrToTheLocalDoor(String path) throws Exception {
    String request = "GET " + path + " HTTP/1.1\r\nHost: box\r\nConnection: close\r\n\r\n";
    for (boolean secure : new boolean[] {false, true}) {
      String answer = whole(secure, request);
      int status = statuses(answer).getFirst();
      assertTrue(status == 200 ? path.startsWith("/?") : status >= 300 && status < 500, answer);
      assertFalse(answer.contains("root:"), answer);
      assertFalse(answer.matches("(?is).*\r\nx-hidden.*"), answer);
    }
  }

  private static List<Integer> statuses(String answers) {
    List<Integer> statuses = new ArrayList<>();
    Matcher matcher = STATUS.matcher(answers);
    while (matcher.find()) {
      statuses.add(Integer.valueOf(matcher.group(1)));
    }
    return statuses;
  }

  private static String whole(boolean secure, String request) throws IOException {
    if (secure) {
      return box.raw(request);
    }
    try (Socket socket = new Socket("127.0.0.1", box.visitors())) {
      socket.setSoTimeout(60_000);
      socket.getOutputStream().write(request.getBytes(ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    }
  }
}
