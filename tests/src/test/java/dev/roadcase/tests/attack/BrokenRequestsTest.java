package dev.roadcase.tests.attack;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What is no request of HTTP: each is answered, or its stream is ended, and nobody waits. */
class BrokenRequestsTest {
  private static final String RESET = "reset 1";
  private static final String CONNECTIONS = "roadcase_connections{door=\"https\"}";

  @TempDir private static Path folder;
  private static Victim box;
  private static String here;

  @BeforeAll
  static void open() throws Exception {
    box = new Victim(folder);
    here = box.uri("/").getRawAuthority();
  }

  @AfterAll
  static void close() {
    box.close();
  }

  /** A request that is one, with some fields instead of its own, or beside them. */
  private static List<Entry<String, String>> with(String... fields) {
    Map<String, String> whole = new LinkedHashMap<>();
    whole.put(":method", "GET");
    whole.put(":scheme", "https");
    whole.put(":authority", here);
    whole.put(":path", "/healthz");
    List<Entry<String, String>> more = new ArrayList<>();
    for (int i = 0; i < fields.length; i += 2) {
      if (whole.containsKey(fields[i])) {
        whole.put(fields[i], fields[i + 1]);
      } else {
        more.add(Map.entry(fields[i], fields[i + 1]));
      }
    }
    List<Entry<String, String>> all = new ArrayList<>(whole.entrySet());
    all.addAll(more);
    return all;
  }

  private static List<Entry<String, String>> without(String name) {
    List<Entry<String, String>> all = with();
    all.removeIf(field -> field.getKey().equals(name));
    return all;
  }

  private static List<Entry<String, String>> andAgain(String name, String value) {
    List<Entry<String, String>> all = with();
    all.add(2, Map.entry(name, value));
    return all;
  }

  private static List<Entry<String, String>> turnedOver() {
    List<Entry<String, String>> all = with();
    all.addFirst(Map.entry("accept", "*/*"));
    return all;
  }

  /** Each head that is malformed (RFC 9113, 8.2 and 8.3), and one that is not. */
  private static Map<String, List<Entry<String, String>>> heads() {
    Map<String, List<Entry<String, String>>> heads = new LinkedHashMap<>();
    for (String method :
        List.of("", " ", "GE T", "GET ", "\tGET", "GET\0", "G(T", "GET/x", "G\u00c4T", "G:T")) {
      heads.put("method '" + method + "'", with(":method", method));
    }
    for (String name : List.of(":method", ":scheme", ":path")) {
      heads.put("no " + name, without(name));
      heads.put("two " + name, andAgain(name, "x"));
    }
    heads.put("two :authority", andAgain(":authority", here));
    heads.put("an empty path", with(":path", ""));
    heads.put("an empty scheme", with(":scheme", ""));
    heads.put("no scheme at all", with(":scheme", "1:"));
    heads.put("an unknown pseudo-header", andAgain(":what", "x"));
    heads.put("an answer's pseudo-header", andAgain(":status", "200"));
    heads.put("a protocol", andAgain(":protocol", "websocket"));
    heads.put("a nameless pseudo-header", andAgain(":", "x"));
    heads.put("a pseudo-header behind a field", turnedOver());
    for (String name :
        List.of("Accept", "ACCEPT", "aCcept", "", " ", "a b", "a\tb", "a:b", "\u00e4")) {
      heads.put("a field called '" + name + "'", with(name, "x"));
    }
    for (String value : List.of("a\0b", "a\rb", "a\nb", "a\r\nb", "a\r\n\r\nGET / HTTP/1.1")) {
      heads.put("a value with " + value.length(), with("x-a", value));
    }
    heads.put("a space before", with("x-a", " a"));
    heads.put("a tab behind", with("x-a", "a\t"));
    for (String name :
        List.of("connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade")) {
      heads.put(name, with(name, "close"));
    }
    heads.put("te", with("te", "gzip"));
    heads.put("a path with a line's end", with(":path", "/\r\nx: y"));
    heads.put("CONNECT with a path", with(":method", "CONNECT"));
    return heads;
  }

  @Test
  void everyStreamOfHttp2Ends() throws Exception {
    Map<String, String> wrong = new LinkedHashMap<>();
    for (Entry<String, List<Entry<String, String>>> head : heads().entrySet()) {
      for (boolean body : new boolean[] {false, true}) {
        try (RawHttp2 line = new RawHttp2(box, "127.0.0.1")) {
          int broken = body ? line.begin(head.getValue()) : line.ask(head.getValue());
          String end = line.end(broken);
          if (!end.equals(RESET)) {
            wrong.put(head.getKey() + (body ? ", with a body" : ""), end);
          }
          // One of another's: the line goes on, where it was not given up.
          if (end.equals(RESET)) {
            assertEquals("200", line.end(line.ask(with())), head.getKey());
          }
        }
      }
    }
    assertEquals(Map.of(), wrong);
  }

  @Test
  void aTrailerIsNoSecondHead() throws Exception {
    for (List<Entry<String, String>> trailer :
        List.of(
            List.of(Map.entry(":path", "/other")),
            List.of(Map.entry("Upper", "x")),
            List.of(Map.entry("connection", "close")))) {
      try (RawHttp2 line = new RawHttp2(box, "127.0.0.1")) {
        int stream =
            line.begin(with(":method", "POST", ":path", "/pairings", "content-type", "a/json"));
        line.head(stream, true, trailer);
        String end = line.end(stream);
        assertTrue(end.startsWith(RESET) || end.equals(RawHttp2.GIVEN_UP), trailer + " " + end);
      }
    }
  }

  @Test
  void dataBeyondTheWindowIsNoErrorOfTheBox() throws Exception {
    Logger log = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    ListAppender<ILoggingEvent> said = new ListAppender<>();
    said.start();
    log.addAppender(said);
    double connections = box.counter(CONNECTIONS);
    try (RawHttp2 line = new RawHttp2(box, "127.0.0.1")) {
      int stream = line.begin(with(":method", "POST", ":path", "/pairings"));
      try {
        for (int i = 0; i < 20; i++) {
          line.data(stream, false, new byte[16_000]);
        }
      } catch (SocketException e) {
        // It was closed in the middle.
      }
      assertEquals(RawHttp2.GIVEN_UP, line.end(stream));
      Together.until(() -> box.counter(CONNECTIONS) <= connections, "the connection is gone");
      // A connection is counted for a moment less than its handlers hear of its end.
      assertEquals(200, box.admin("GET", "/metrics", "").status());
    } finally {
      log.detachAppender(said);
    }
    assertEquals(
        List.of(),
        said.list.stream()
            .filter(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
            .map(ILoggingEvent::getFormattedMessage)
            .toList());
  }

  @Test
  void whatIsOddAndNotMalformedHasAnAnswer() throws Exception {
    Map<List<Entry<String, String>>, String> odd = new LinkedHashMap<>();
    odd.put(with(), "200");
    odd.put(with("te", "trailers"), "200");
    odd.put(with(":method", "BREW"), "405");
    odd.put(with(":path", "*"), "400");
    odd.put(with(":path", "healthz"), "400");
    odd.put(with(":path", "https://evil/healthz"), "400");
    odd.put(without(":authority"), "400");
    for (String scheme : List.of("http", "HTTPS", "ftp", "javascript", "file", "ws", "https+x")) {
      odd.put(with(":scheme", scheme), List.of("http", "HTTPS").contains(scheme) ? "200" : "400");
    }
    List<Entry<String, String>> connect = without(":path");
    connect.removeIf(field -> field.getKey().equals(":scheme"));
    connect.set(0, Map.entry(":method", "CONNECT"));
    odd.put(connect, "501");
    try (RawHttp2 line = new RawHttp2(box, "127.0.0.1")) {
      for (Entry<List<Entry<String, String>>, String> one : odd.entrySet()) {
        assertEquals(
            one.getValue(), line.end(line.ask(one.getKey())), () -> one.getKey().toString());
      }
    }
  }

  /** One, wherever it is named; several that are one are one (RFC 9113, 8.3.1). */
  @Test
  void byHttp2TooARequestNamesOneHost() throws Exception {
    Map<List<Entry<String, String>>, String> hosts = new LinkedHashMap<>();
    hosts.put(named(null, "box"), "200");
    hosts.put(named(null, "box", "box"), "400");
    hosts.put(named(null, "box", "evil"), "400");
    hosts.put(named(null, "evil", "box", "box"), "400");
    hosts.put(named("box", "box"), "200");
    hosts.put(named("box.local", "BOX.local:443"), "200");
    hosts.put(named("box:443", "box:"), "200");
    hosts.put(named("[2001:db8::1]", "[2001:DB8::1]:443"), "200");
    hosts.put(named("box", "box", "box"), "400");
    hosts.put(named("box", "evil"), "400");
    hosts.put(named("box", "box:8443"), "400");
    hosts.put(named("box:8443", "box:4430"), "400");
    try (RawHttp2 line = new RawHttp2(box, "127.0.0.1")) {
      for (Entry<List<Entry<String, String>>, String> one : hosts.entrySet()) {
        assertEquals(
            one.getValue(), line.end(line.ask(one.getKey())), () -> one.getKey().toString());
      }
    }
  }

  private static List<Entry<String, String>> named(String authority, String... hosts) {
    List<Entry<String, String>> all =
        authority == null ? without(":authority") : with(":authority", authority);
    for (String host : hosts) {
      all.add(Map.entry("host", host));
    }
    return all;
  }

  @Test
  void aHeadThatIsTooLargeIsToldSoByHttp2() throws Exception {
    for (int octets : new int[] {17_000, 40_000, 100_000}) {
      try (RawHttp2 line = new RawHttp2(box, "127.0.0.1")) {
        int stream = line.ask(with("x-a", "y".repeat(octets)));
        String end = line.end(stream);
        assertTrue(
            end.startsWith("431") || end.startsWith("reset") || end.equals(RawHttp2.GIVEN_UP), end);
      }
    }
  }

  @Test
  void aHeadThatIsTooLargeIsToldSoByHttp1() throws Exception {
    for (String tls : List.of("TLSv1.3", "TLSv1.2", "none")) {
      tooLarge(tls);
    }
    assertEquals(200, box.get("/healthz").status());
  }

  private static void tooLarge(String tls) throws IOException {
    String longLine = "GET /" + "x".repeat(100_000) + " HTTP/1.1\r\nHost: box\r\n\r\n";
    String longHead =
        "GET / HTTP/1.1\r\nHost: box\r\nX: " + "y".repeat(100_000) + "\r\n\r\nGET / HTTP/1.1\r\n";
    String manyHeads = "GET / HTTP/1.1\r\nHost: box\r\n" + "Cookie: a=b\r\n".repeat(8_000) + "\r\n";
    for (Entry<String, String> one :
        List.of(
            Map.entry(longLine, "414"), Map.entry(longHead, "431"), Map.entry(manyHeads, "431"))) {
      // Several times: what is lost with a reset is not lost each time.
      for (int i = 0; i < 5; i++) {
        String answer = whole(tls, one.getKey());
        assertTrue(
            answer.startsWith("HTTP/1.1 " + one.getValue() + " "), "none said why: " + answer);
        assertTrue(answer.contains("connection: close\r\n"), answer);
        assertTrue(answer.endsWith("}"), answer);
      }
    }
    String healthy = "GET /healthz HTTP/1.1\r\nHost: box\r\n\r\n";
    String both = whole(tls, healthy + longHead);
    assertTrue(both.matches("(?s)HTTP/1.1 200 .*HTTP/1.1 431 .*"), both);
    // One that takes a while to make, and one that is a page long, are not overtaken.
    for (String slow : List.of("/?q=lemonade", "/openapi.yaml")) {
      String answers = whole(tls, "GET " + slow + " HTTP/1.1\r\nHost: box\r\n\r\n" + longHead);
      int first = answers.indexOf("\r\n\r\n") + 4;
      int length = Integer.parseInt(answers.replaceAll("(?is).*?content-length: ([0-9]+).*", "$1"));
      assertTrue(answers.startsWith("HTTP/1.1 200 "), answers);
      assertTrue(answers.startsWith("HTTP/1.1 431 ", first + length), "overtaken: " + answers);
    }
  }

  /** All that is answered, by somebody who says all before he listens. */
  private static String whole(String tls, String request) throws IOException {
    try (Socket socket = line(tls)) {
      socket.setSoTimeout(60_000);
      socket.getOutputStream().write(request.getBytes(ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    } catch (SocketException e) {
      return String.valueOf(e);
    }
  }

  private static Socket line(String tls) throws IOException {
    if (tls.equals("none")) {
      return new Socket("127.0.0.1", box.visitors());
    }
    SSLSocket secure =
        (SSLSocket)
            box.trust().getSocketFactory().createSocket("127.0.0.1", box.uri("/").getPort());
    secure.setEnabledProtocols(new String[] {tls});
    return secure;
  }

  @Test
  void aRequestNamesOneHost() throws Exception {
    for (String host :
        List.of(
            "a,b",
            ":80",
            ":",
            "[",
            "]",
            "[]",
            "[::1",
            "[box]",
            "a b",
            "a;b",
            "user@box",
            "%41",
            "%zz",
            "box:x",
            "box:99999",
            "[::ffff:192.0.2.66]",
            "[fe80::1%25eth0]",
            "b\u00fcro")) {
      for (String path : List.of("/healthz", "/catalogue/items", "/", "/manifest.json")) {
        String request = "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\n";
        for (String tls : List.of("none", "TLSv1.3")) {
          String answer = whole(tls, request + "Connection: close\r\n\r\n");
          assertTrue(answer.startsWith("HTTP/1.1 400"), host + " " + path + " " + answer);
        }
        try (Socket open = line("none")) {
          open.setSoTimeout(60_000);
          open.getOutputStream().write((request + "\r\n").getBytes(ISO_8859_1));
          String answer = new String(open.getInputStream().readNBytes(12), ISO_8859_1);
          assertEquals("HTTP/1.1 400", answer, "what lies ready: " + host + " " + path);
        }
      }
      String whole = "GET http://" + host + "/healthz HTTP/1.1\r\nHost: box\r\n";
      String answer = whole("none", whole + "Connection: close\r\n\r\n");
      assertTrue(answer.startsWith("HTTP/1.1 400"), "a whole address: " + host + answer);
      try (RawHttp2 line = new RawHttp2(box, "127.0.0.1")) {
        assertEquals("400", line.end(line.ask(with(":authority", host))), host);
        List<Entry<String, String>> only = without(":authority");
        only.add(Map.entry("host", host));
        assertEquals("400", line.end(line.ask(only)), "as a Host by HTTP/2: " + host);
      }
    }
    for (String host : List.of("box", "box.local:8443", "[2001:db8::1]:8443", "192.0.2.1", "a_b")) {
      try (RawHttp2 line = new RawHttp2(box, "127.0.0.1")) {
        assertEquals("200", line.end(line.ask(with(":authority", host))), host);
      }
    }
  }
}
