package dev.roadcase.tests.attack;

import static dev.roadcase.tests.attack.RawHttp2.CONTINUATION;
import static dev.roadcase.tests.attack.RawHttp2.DATA;
import static dev.roadcase.tests.attack.RawHttp2.END_HEADERS;
import static dev.roadcase.tests.attack.RawHttp2.END_STREAM;
import static dev.roadcase.tests.attack.RawHttp2.HEADERS;
import static dev.roadcase.tests.attack.RawHttp2.PING;
import static dev.roadcase.tests.attack.RawHttp2.PRIORITY_FRAME;
import static dev.roadcase.tests.attack.RawHttp2.RST_STREAM;
import static dev.roadcase.tests.attack.RawHttp2.SETTINGS;
import static dev.roadcase.tests.attack.RawHttp2.WINDOW_UPDATE;
import static dev.roadcase.tests.attack.RawHttp2.octets;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Frames of HTTP/2 that cost their sender little, without end: the line ends or is of no weight.
 */
class Http2FloodTest {
  private static final int WEIGHT_OF_A_DEAD_LINE = 0;
  private static final int REQUESTS_OF_A_LINE = 100;

  @TempDir private static Path folder;
  private static Victim box;
  private static Stranger till;
  private static byte[] get;
  private static byte[] post;
  private static long sales;

  @BeforeAll
  static void open() throws Exception {
    box = new Victim(folder);
    till = Stranger.paired(box, "till");
    get = request("GET", "/healthz");
    post = request("POST", "/pairings");
  }

  @AfterAll
  static void close() {
    box.close();
  }

  private static byte[] request(String method, String path) {
    return RawHttp2.block(
        List.of(
            Map.entry(":method", method),
            Map.entry(":scheme", "https"),
            Map.entry(":authority", box.uri("/").getRawAuthority()),
            Map.entry(":path", path)));
  }

  /**
   * A flood.
   *
   * @param ends whether the box hangs up on it; what it may bear is answered in its turn
   */
  record Flood(String what, boolean ends, int many, IntFunction<byte[]> frames) {
    @Override
    public String toString() {
      return what;
    }
  }

  private static int stream(int i) {
    return 2 * i + 1;
  }

  private static byte[] begin(int i, byte[] head, boolean whole) {
    return octets(HEADERS, END_HEADERS | (whole ? END_STREAM : 0), stream(i), head);
  }

  private static byte[] both(byte[] one, byte[] other) {
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    both.writeBytes(one);
    both.writeBytes(other);
    return both.toByteArray();
  }

  private static byte[] first(int i, byte[] only) {
    return i == 0 ? only : new byte[0];
  }

  static Stream<Flood> floods() {
    byte[] cancel = {0, 0, 0, 8};
    byte[] nothing = {};
    byte[] none = {0, 0, 0, 0};
    byte[] most = {0x7f, -1, -1, -1};
    return Stream.of(
        new Flood(
            "requests that are taken back (CVE-2023-44487)",
            true,
            20_000,
            i -> both(begin(i, get, true), octets(RST_STREAM, 0, stream(i), cancel))),
        new Flood(
            "a head that goes on with nothing (CVE-2024-27316)",
            true,
            50_000,
            i ->
                both(
                    first(i, octets(HEADERS, END_STREAM, 1, get)),
                    octets(CONTINUATION, 0, 1, nothing))),
        new Flood(
            "a head that goes on with a field at a time",
            true,
            50_000,
            i ->
                both(
                    first(i, octets(HEADERS, END_STREAM, 1, get)),
                    octets(CONTINUATION, 0, 1, RawHttp2.block(List.of(Map.entry("x" + i, "y")))))),
        new Flood(
            "streams that the box has to reset (CVE-2025-55163)",
            true,
            20_000,
            i -> both(begin(i, get, true), octets(WINDOW_UPDATE, 0, stream(i), none))),
        new Flood(
            "the same by a window that overflows",
            true,
            20_000,
            i -> both(begin(i, post, false), octets(WINDOW_UPDATE, 0, stream(i), most))),
        new Flood("settings", false, 20_000, _ -> octets(SETTINGS, 0, 0, nothing)),
        new Flood("pings", false, 20_000, _ -> octets(PING, 0, 0, "12345678".getBytes(US_ASCII))),
        new Flood(
            "pieces of a body with nothing in them (CVE-2019-9518)",
            true,
            50_000,
            i -> both(first(i, begin(0, post, false)), octets(DATA, 0, 1, nothing))),
        new Flood(
            "priorities",
            false,
            50_000,
            i -> octets(PRIORITY_FRAME, 0, stream(i), new byte[] {0, 0, 0, 0, 16})),
        new Flood("frames of no type", false, 50_000, _ -> octets(0x77, 0, 0, new byte[64])),
        new Flood(
            "a field of 4,000 octets that is named a thousand times",
            false,
            REQUESTS_OF_A_LINE,
            i -> begin(i, both(i == 0 ? both(get, indexed()) : get, named()), true)),
        new Flood(
            "requests without an end to their bodies", true, 50_000, i -> begin(i, post, false)),
        new Flood(
            "pieces of bodies that nobody sends",
            true,
            50_000,
            i -> both(first(i, begin(100_000, get, true)), octets(DATA, 0, stream(i), nothing))),
        new Flood(
            "requests that are none",
            true,
            20_000,
            i -> begin(i, RawHttp2.block(List.of(Map.entry(":method", "GET"))), true)),
        new Flood("second heads of one request", true, 20_000, _ -> begin(0, get, true)));
  }

  /** With incremental indexing (RFC 7541, 6.2.1). */
  private static byte[] indexed() {
    byte[] literal = RawHttp2.block(List.of(Map.entry("x", "a".repeat(4_000))));
    literal[0] = 0x40;
    return literal;
  }

  /** The newest of the table, a thousand times (RFC 7541, 6.1). */
  private static byte[] named() {
    byte[] indices = new byte[1_000];
    java.util.Arrays.fill(indices, (byte) 0xbe);
    return indices;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("floods")
  void aFloodEndsItsOwnLineAtMost(Flood flood) throws Exception {
    try (RawHttp2 line = new RawHttp2(box, "127.0.0.1")) {
      boolean heard = line.flood(flood.many(), flood.frames());
      if (flood.ends()) {
        assertFalse(heard, "the line goes on");
      }
      assertEquals(201, till.sell(++sales).status(), "a till waits for it");
    }
    assertEquals(200, box.get("/healthz").status());
    Together.until(
        () -> box.counter("roadcase_held_octets") == WEIGHT_OF_A_DEAD_LINE,
        "all of it was given back");
  }
}
