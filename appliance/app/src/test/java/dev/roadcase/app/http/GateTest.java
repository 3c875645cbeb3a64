package dev.roadcase.app.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.roadcase.app.TestSite;
import dev.roadcase.app.TestSite.TestTill;
import dev.roadcase.wire.x509.KeyStores;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** What is no request of HTTP, and TLS that a stranger would choose. */
class GateTest {
  private static final String JSON = "Content-Type: application/json\r\n";

  @TempDir private static Path folder;
  private static TestSite site;
  private final ListAppender<ILoggingEvent> said = new ListAppender<>();
  private final Logger log = (Logger) LoggerFactory.getLogger("dev.roadcase.app");

  @BeforeAll
  static void open() throws Exception {
    ListAppender<ILoggingEvent> start = new ListAppender<>();
    start.start();
    Logger doors = (Logger) LoggerFactory.getLogger(Doors.class);
    doors.addAppender(start);
    site = new TestSite(folder).start();
    doors.detachAppender(start);
    assertEquals(List.of(), start.list, "no event loop is shared by visitors and devices");
    site.send(site.http("/catalogue/items").GET());
  }

  @AfterAll
  static void close() {
    site.close();
  }

  @BeforeEach
  void listen() {
    said.start();
    log.addAppender(said);
  }

  @AfterEach
  void nothingOfItIsAnErrorOfTheBox() {
    log.detachAppender(said);
    List<String> errors =
        said.list.stream()
            .filter(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
            .map(ILoggingEvent::getFormattedMessage)
            .toList();
    assertEquals(List.of(), errors);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          GET /healthz         | Host: box~Host: box         | 400
          GET /catalogue/items | Host: box~Host: evil        | 400
          GET /catalogue/items | Host: a b<>                 | 400
          GET /catalogue/items | Host: user@box              | 400
          GET /catalogue/items | Host:                       | 400
          GET /catalogue/items | X: y                        | 400
          GET /healthz         | Host: a b<>                 | 400
          GET /                | Host: box/crew              | 400
          GET /box             | Host: [::ffff:192.0.2.66]   | 400
          GET /box             | Host: [::1]:999999          | 400
          GET /                | Host: localhost:x           | 400
          GET /healthz         | Host: localhost:-1          | 400
          GET /receipts/x      | Host: [::1                  | 400
          GET /                | Host: %zz                   | 400
          CONNECT evil:443     | Host: evil:443              | 501
          GET evil             | Host: box                   | 400
          OPTIONS *            | Host: box                   | 400
          GET http://box/healthz | Host: box                 | 200
          GET /catalogue/items | Host: [2001:db8::1]:8080    | 200
          GET /catalogue/items | Host: box.local:8080        | 200
          """)
  void aRequestHasOneHostAndATarget(String line, String headers, int status) throws Exception {
    String request =
        line + " HTTP/1.1\r\n" + headers.replace("~", "\r\n") + "\r\nConnection: close\r\n\r\n";
    assertTrue(plain(request).startsWith("HTTP/1.1 " + status), () -> answered(request));
    assertTrue(site.raw(request).startsWith("HTTP/1.1 " + status), request);
    // What lies ready goes another way, on a line that stays open.
    String open = request.replace("Connection: close\r\n", "");
    assertEquals("HTTP/1.1 " + status, begin(open), open);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "zz\r\n{}\r\n0\r\n\r\n",
        "-1\r\n{}\r\n0\r\n\r\n",
        "2\r\n{}XX\r\n0\r\n\r\n",
        "10000000000000002\r\n{}\r\n0\r\n\r\n"
      })
  void chunksThatAreNoneAreTheSendersMistake(String chunks) throws Exception {
    String answer =
        site.raw(
            "POST /pairings HTTP/1.1\r\nHost: box\r\n"
                + JSON
                + "Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
                + chunks);
    assertTrue(answer.startsWith("HTTP/1.1 400"), answer);
  }

  @Test
  void aTrailerOrAChunkWithoutEndIsTold() throws Exception {
    String head =
        "POST /pairings HTTP/1.1\r\nHost: box\r\n" + JSON + "Transfer-Encoding: chunked\r\n\r\n";
    for (String rest :
        List.of(
            "3;" + "e".repeat(10_000) + "\r\n{}\n\r\n0\r\n\r\n",
            "2\r\n{}\r\n0\r\nX: " + "a".repeat(10_000) + "\r\n\r\n",
            "2\n{}\n0\n\n")) {
      String answer = site.raw(head + rest);
      assertTrue(answer.matches("(?s)HTTP/1.1 4(00|31) .*"), answer);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"HTTX/1.1", "HTTP/3.0", "HTTP/1.2", "HTTP/2.0"})
  void anotherVersionIsToldAtBothDoors(String version) throws Exception {
    String request = "GET /healthz " + version + "\r\nHost: box\r\n\r\n";
    for (String answer : List.of(plain(request), site.raw(request))) {
      assertTrue(answer.startsWith("HTTP/1.1 505 "), answer);
      assertFalse(answer.contains(version), answer);
    }
  }

  @Test
  void theFirstVersionIsAnsweredAtBothDoors() throws Exception {
    String request = "GET /healthz HTTP/1.0\r\nHost: box\r\n\r\n";
    for (String answer : List.of(plain(request), site.raw(request))) {
      assertTrue(answer.matches("(?s)HTTP/1.[01] 200 .*"), answer);
    }
  }

  @Test
  void keysAreNotUpdatedWithoutEnd() throws Exception {
    try (SSLSocket socket = secure()) {
      socket.setEnabledProtocols(new String[] {"TLSv1.3"});
      socket.startHandshake();
      String answer = "";
      try {
        // With TLS 1.3 each is an update of keys and nothing else.
        for (int i = 0; i < 2_000; i++) {
          socket.startHandshake();
        }
        socket
            .getOutputStream()
            .write("GET /healthz HTTP/1.1\r\nHost: box\r\n\r\n".getBytes(US_ASCII));
        answer = new String(socket.getInputStream().readNBytes(12), US_ASCII);
      } catch (IOException e) {
        // Closed, which is the box's right.
      }
      assertEquals("", answer, "keys are updated without end");
    }
  }

  @Test
  void recordsOfOneOctetAreNotEmpty() throws Exception {
    try (SSLSocket socket = secure()) {
      socket.startHandshake();
      for (int i = 0; i < 10; i++) {
        socket.startHandshake();
        for (byte octet :
            "GET /healthz HTTP/1.1\r\nHost: box\r\nX: %s\r\n\r\n"
                .formatted("a".repeat(200))
                .getBytes(US_ASCII)) {
          socket.getOutputStream().write(octet);
        }
      }
      byte[] first = socket.getInputStream().readNBytes(12);
      assertEquals("HTTP/1.1 200", new String(first, US_ASCII));
    }
  }

  @Test
  void aBodyThatHasToMakeRoomIsAnswered() throws Exception {
    String head =
        "POST /pairings HTTP/1.1\r\nHost: box\r\n" + JSON + "Content-Length: 262144\r\n\r\n";
    List<SSLSocket> lines = new ArrayList<>();
    CompletableFuture<String> answer = new CompletableFuture<>();
    try {
      // One address has room for sixteen.
      for (int i = 0; i < 17; i++) {
        SSLSocket line = secure();
        lines.add(line);
        line.getOutputStream().write(head.getBytes(US_ASCII));
        Thread.startVirtualThread(() -> {
          try {
            answer.complete(new String(line.getInputStream().readAllBytes(), ISO_8859_1));
          } catch (IOException e) {
            answer.complete(String.valueOf(e));
          }
        });
      }
      String first = answer.get(15, TimeUnit.SECONDS);
      assertTrue(first.startsWith("HTTP/1.1 503"), first);
      assertTrue(first.contains("too-busy"), first);
    } finally {
      for (SSLSocket line : lines) {
        line.close();
      }
    }
  }

  @Test
  void byHttp2TheSameHolds() throws Exception {
    String here = "127.0.0.1:" + site.appliance().ports().https();
    assertEquals(200, http2("GET", "https", here, "/healthz"));
    assertEquals(400, http2("GET", "https", null, "/healthz"));
    assertEquals(400, http2("GET", "https", here, "https://evil/healthz"));
    assertEquals(400, http2("GET", "https", here, "healthz"));
    for (String[] none :
        new String[][] {{"CONNECT", null, here, null}, {"GET", "https", here, ""}}) {
      int status = http2(none[0], none[1], none[2], none[3]);
      assertTrue(status == 400 || status == 501 || status < 0, none[0] + " " + status);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"x448", "secp521r1", "secp384r1", "ffdhe2048", "ffdhe8192"})
  void otherGroupsAreNotSpoken(String group) throws Exception {
    try (SSLSocket socket = secure()) {
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setNamedGroups(new String[] {group});
      socket.setSSLParameters(parameters);
      assertThrows(IOException.class, socket::startHandshake);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "TLSv1.3, x25519",
    "TLSv1.3, secp256r1",
    "TLSv1.2, secp256r1",
  })
  void twoGroupsAre(String version, String group) throws Exception {
    try (SSLSocket socket = secure()) {
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setProtocols(new String[] {version});
      parameters.setNamedGroups(new String[] {group});
      socket.setSSLParameters(parameters);
      socket.startHandshake();
      assertTrue(socket.getSession().getCipherSuite().contains("GCM"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256",
        "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384",
        "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA"
      })
  void whatIsEncryptedIsAuthenticated(String suite) throws Exception {
    try (SSLSocket socket = secure()) {
      socket.setEnabledProtocols(new String[] {"TLSv1.2"});
      socket.setEnabledCipherSuites(new String[] {suite});
      assertThrows(IOException.class, socket::startHandshake);
    }
  }

  @Test
  void nobodyRenegotiates() throws Exception {
    try (SSLSocket socket = secure()) {
      socket.setEnabledProtocols(new String[] {"TLSv1.2"});
      socket.startHandshake();
      OutputStream out = socket.getOutputStream();
      out.write("GET /healthz HTTP/1.1\r\nHost: box\r\n\r\n".getBytes(US_ASCII));
      byte[] first = socket.getInputStream().readNBytes(12);
      assertEquals("HTTP/1.1 200", new String(first, US_ASCII));
      assertThrows(
          IOException.class,
          () -> {
            // The client asks; the answer comes with the next octets.
            socket.startHandshake();
            out.write("GET /healthz HTTP/1.1\r\nHost: box\r\n\r\n".getBytes(US_ASCII));
            String rest = new String(socket.getInputStream().readNBytes(1 << 16), ISO_8859_1);
            if (!rest.contains("HTTP/1.1 200")) {
              throw new SSLException("the connection was ended");
            }
          });
    }
    TestTill till = site.till();
    assertEquals(201, till.sell(till.sign(till.sale(TestSite.LEMONADE))).status());
  }

  private String answered(String request) {
    try {
      return plain(request);
    } catch (IOException e) {
      return String.valueOf(e);
    }
  }

  private static String plain(String request) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", site.appliance().ports().http())) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(request.getBytes(ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    }
  }

  private static String begin(String request) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", site.appliance().ports().http())) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(request.getBytes(ISO_8859_1));
      return new String(socket.getInputStream().readNBytes(12), ISO_8859_1);
    }
  }

  static List<byte[]> noHttp2() {
    byte[] preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(US_ASCII);
    byte[] settings = frame(4, 0, 0, new byte[0]);
    return List.of(
        "GET /healthz HTTP/1.1\r\nHost: box\r\n\r\n".getBytes(US_ASCII),
        "POST /any-words HTTP/1.1\r\n\r\n".getBytes(US_ASCII),
        "these are no words of HTTP, and longer".getBytes(US_ASCII),
        joined(preface, frame(1, 5, 1, new byte[0])),
        joined(preface, frame(4, 0, 1, new byte[0])),
        joined(preface, frame(4, 0, 0, new byte[5])),
        joined(preface, settings, frame(0, 0, 7, new byte[3])),
        joined(preface, settings, frame(3, 0, 9, new byte[4])),
        joined(preface, settings, frame(1, 5, 0, new byte[1])),
        joined(preface, settings, frame(1, 5, 2, new byte[1])),
        joined(preface, settings, frame(1, 5, 1, new byte[] {(byte) 0xff, 0x7f, 0x7f, 0x7f})),
        joined(preface, settings, frame(8, 0, 0, new byte[4])),
        joined(preface, settings, frame(9, 0, 1, new byte[4])),
        joined(preface, settings, frame(0, 0, 1, new byte[1 << 15])));
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  @ParameterizedTest
  @MethodSource
  void noHttp2(byte[] sent) throws Exception {
    Logger library = (Logger) LoggerFactory.getLogger("io.vertx");
    ListAppender<ILoggingEvent> heard = new ListAppender<>();
    heard.start();
    library.addAppender(heard);
    try (SSLSocket socket = secure()) {
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setApplicationProtocols(new String[] {"h2"});
      socket.setSSLParameters(parameters);
      socket.startHandshake();
      socket.getOutputStream().write(sent);
      socket.getOutputStream().flush();
      assertTrue(socket.getInputStream().readAllBytes().length >= 0, "the line ends");
    } finally {
      library.detachAppender(heard);
    }
    LoggerContext shipped = new LoggerContext();
    JoranConfigurator configurator = new JoranConfigurator();
    configurator.setContext(shipped);
    configurator.doConfigure(GateTest.class.getResource("/logback.xml"));
    List<String> logged =
        heard.list.stream()
            .filter(said -> shipped.getLogger(said.getLoggerName()).isEnabledFor(said.getLevel()))
            .map(ILoggingEvent::getFormattedMessage)
            .toList();
    assertEquals(List.of(), logged);
  }

  private static SSLSocket secure() throws Exception {
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(KeyStores.trust(site.root));
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    SSLSocket socket =
        (SSLSocket)
            context.getSocketFactory().createSocket("127.0.0.1", site.appliance().ports().https());
    socket.setSoTimeout(20_000);
    return socket;
  }

  /** One request by frames of our own; its status, or less than 0 when its stream is reset. */
  private static int http2(String method, String scheme, String authority, String path)
      throws Exception {
    try (SSLSocket socket = secure()) {
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setApplicationProtocols(new String[] {"h2"});
      socket.setSSLParameters(parameters);
      try {
        socket.startHandshake();
      } catch (SSLException e) {
        assumeTrue(false, "the box does not speak HTTP/2");
      }
      assumeTrue("h2".equals(socket.getApplicationProtocol()), "the box does not speak HTTP/2");
      OutputStream out = socket.getOutputStream();
      out.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(US_ASCII));
      out.write(frame(4, 0, 0, new byte[0]));
      ByteArrayOutputStream head = new ByteArrayOutputStream();
      field(head, ":method", method);
      field(head, ":scheme", scheme);
      field(head, ":authority", authority);
      field(head, ":path", path);
      out.write(frame(1, 5, 1, head.toByteArray()));
      out.flush();
      DataInputStream in = new DataInputStream(socket.getInputStream());
      while (true) {
        int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
        int type = in.readUnsignedByte();
        // With the priority flag five octets come before the fields (RFC 9113, 6.2).
        int before = (in.readUnsignedByte() & 0x20) == 0 ? 0 : 5;
        int stream = in.readInt();
        byte[] payload = in.readNBytes(length);
        assertNotEquals(7, type, "the whole line was given up");
        if (stream == 1 && type == 3) {
          return -1;
        }
        if (stream == 1 && type == 1) {
          return status(payload, before);
        }
      }
    }
  }

  private static byte[] frame(int type, int flags, int stream, byte[] payload) {
    byte[] frame = new byte[9 + payload.length];
    frame[1] = (byte) (payload.length >> 8);
    frame[2] = (byte) payload.length;
    frame[3] = (byte) type;
    frame[4] = (byte) flags;
    frame[8] = (byte) stream;
    System.arraycopy(payload, 0, frame, 9, payload.length);
    return frame;
  }

  /** A literal that is not indexed and not Huffman-coded (RFC 7541, 6.2.2). */
  private static void field(ByteArrayOutputStream to, String name, String value) {
    if (value != null) {
      to.write(0);
      to.write(name.length());
      to.writeBytes(name.getBytes(US_ASCII));
      to.write(value.length());
      to.writeBytes(value.getBytes(US_ASCII));
    }
  }

  private static int status(byte[] head, int from) throws Http2Exception {
    CharSequence status =
        new DefaultHttp2HeadersDecoder(false)
            .decodeHeaders(1, Unpooled.wrappedBuffer(head, from, head.length - from))
            .status();
    return Integer.parseInt(String.valueOf(status));
  }
}
