package dev.roadcase.app.api;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.roadcase.app.Pictures;
import dev.roadcase.app.TestSite;
import dev.roadcase.app.TestSite.Answer;
import dev.roadcase.core.pack.AssetId;
import dev.roadcase.core.pack.Looks;
import dev.roadcase.core.pack.Theme;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pictures and the catalogue, as a browser and as somebody with bad intentions ask for them. */
class AssetsTest {
  private static final int BIG = 200_000;

  @TempDir private static Path folder;
  private static TestSite site;
  private static Pictures pictures;
  private static AssetId small;
  private static AssetId big;

  @BeforeAll
  static void open() throws Exception {
    site = new TestSite(folder);
    pictures = new Pictures();
    var renditions = pictures.add("A shirt", 4096, BIG).renditions();
    small = renditions.getFirst().id();
    big = renditions.getLast().id();
    site.writePack(
        1,
        java.util.stream.IntStream.range(0, 40)
            .mapToObj(i ->
                TestSite.item(new dev.roadcase.core.pack.Sku("SHIRT-" + i), "Shirt " + i, 2500))
            .toList(),
        new Looks(Theme.plain("Saturday"), pictures.all()),
        pictures);
    site.start();
  }

  @AfterAll
  static void close() {
    site.close();
  }

  @Test
  void aPictureIsWhatThePackBroughtAndIsNeverAskedForAgain() throws Exception {
    for (AssetId id : List.of(small, big)) {
      for (int i = 0; i < 2; i++) {
        Answer answer = get("/assets/" + id);
        assertEquals(200, answer.status());
        assertArrayEquals(pictures.content(id), answer.raw().body());
        assertEquals("image/jpeg", header(answer, "content-type"));
        assertEquals("\"" + id + "\"", header(answer, "etag"));
        assertEquals("public, max-age=31536000, immutable", header(answer, "cache-control"));
        assertEquals("nosniff", header(answer, "x-content-type-options"));
      }
      Answer again = send(site.http("/assets/" + id).header("If-None-Match", "\"" + id + "\""));
      assertEquals(304, again.status());
    }
    assertEquals("roadcase; hit", header(get("/assets/" + small), "cache-status"));
    assertArrayEquals(
        pictures.content(big), site.send(site.https("/assets/" + big).GET()).raw().body());
  }

  @Test
  void headSaysTheSameWithoutTheBody() throws Exception {
    for (AssetId id : List.of(small, big)) {
      Answer head =
          site.send(site.http("/assets/" + id).method("HEAD", HttpRequest.BodyPublishers.noBody()));
      assertEquals(200, head.status());
      assertEquals("" + pictures.content(id).length, header(head, "content-length"));
      assertEquals("image/jpeg", header(head, "content-type"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "bytes=0-0,0,1",
    "bytes=0-99,0,100",
    "bytes=100-,100,199900",
    "bytes=-50,199950,50",
    "bytes=199999-500000,199999,1",
    "bytes=-999999,0,200000",
    "BYTES= 10-19,10,10",
  })
  void oneRangeIsHonoured(String range, int from, int length) throws Exception {
    Answer answer = send(site.http("/assets/" + big).header("Range", range));
    assertEquals(206, answer.status());
    assertArrayEquals(
        Arrays.copyOfRange(pictures.content(big), from, from + length), answer.raw().body());
    assertEquals(
        "bytes " + from + "-" + (from + length - 1) + "/" + BIG, header(answer, "content-range"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=200000-", "bytes=999999999999999999-", "bytes=-0"})
  void aRangeBehindTheEndCannotBeSatisfied(String range) throws Exception {
    Answer answer = send(site.http("/assets/" + big).header("Range", range));
    assertEquals(416, answer.status());
    assertEquals("bytes */200000", header(answer, "content-range"));
    assertEquals("range-not-satisfiable", answer.problem());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bytes=0-1,5-6",
        "bytes=5-1",
        "bytes=a-b",
        "bytes=-",
        "bytes=",
        "lines=1-2",
        "bytes=0-1, 0-1, 0-1",
        "bytes=99999999999999999999999999-",
      })
  void anythingElseIsAnsweredWholeAndOnce(String range) throws Exception {
    Answer answer = send(site.http("/assets/" + big).header("Range", range));
    assertEquals(200, answer.status());
    assertEquals(BIG, answer.raw().body().length);
  }

  @Test
  void thousandsOfRangesAreNoReasonToSendThousandsOfFiles() throws Exception {
    String many = "bytes=" + "0-,".repeat(2_000) + "0-";
    Answer answer = send(site.http("/assets/" + big).header("Range", many));
    assertEquals(200, answer.status());
    assertEquals(BIG, answer.raw().body().length);
  }

  @Test
  void aRangeOfAnotherFileIsAnsweredWhole() throws Exception {
    assertEquals(
        206,
        send(site.http("/assets/" + big)
                .header("Range", "bytes=0-9")
                .header("If-Range", "\"" + big + "\""))
            .status());
    assertEquals(
        200,
        send(site.http("/assets/" + big)
                .header("Range", "bytes=0-9")
                .header("If-Range", "\"" + small + "\""))
            .status());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/assets/",
        "/assets",
        "/assets/ab",
        "/assets/0000000000000000000000000000000000000000000000000000000000000000",
        "/assets/../../../../etc/passwd",
        "/assets/..%2f..%2f..%2fetc%2fpasswd",
        "/assets/%2e%2e/%2e%2e/etc/passwd",
        "/assets/..\\..\\etc\\passwd",
        "/assets/%252e%252e%252fetc%252fpasswd",
        "/assets/%c0%ae%c0%ae%c0%afetc%c0%afpasswd",
        "/assets/%00",
        "/assets/ab/%00.jpg",
        "/assets/%zz",
        "/assets/%",
        "//etc/passwd",
        "/assets//etc/passwd",
        "/assets/....//....//etc/passwd",
        "/screens/..%2f..%2fjournal.db",
        "/assets/\u00e9",
      })
  void nothingIsFoundByAPathThatIsNoHash(String path) throws Exception {
    String answer = raw("GET " + path + " HTTP/1.1\r\nHost: box\r\nConnection: close\r\n\r\n");
    assertTrue(answer.matches("(?s)HTTP/1.1 (404|400) .*"), path + ": " + answer);
    assertTrue(answer.contains("application/problem+json"), path + ": " + answer);
    assertFalse(answer.contains("root:"), answer);
  }

  @Test
  void anUpperCaseHashIsAnother() throws Exception {
    assertEquals(404, get("/assets/" + small.hex().toUpperCase()).status());
  }

  @Test
  void onlyReadingIsPossible() throws Exception {
    for (String method : List.of("POST", "PUT", "DELETE", "PATCH")) {
      Answer answer =
          site.send(
              site.http("/assets/" + small).method(method, HttpRequest.BodyPublishers.noBody()));
      assertTrue(answer.status() == 404 || answer.status() == 405, "" + answer.status());
    }
  }

  @Test
  void aFloodOfHeadersIsTurnedAway() throws Exception {
    String answer =
        raw(
            "GET / HTTP/1.1\r\nHost: box\r\n"
                + "X-Flood: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n".repeat(1_000)
                + "\r\n");
    assertTrue(answer.startsWith("HTTP/1.1 431 ") || answer.startsWith("HTTP/1.0 431 "), answer);
  }

  @Test
  void aHundredWhoAskAtOnceGetTheSame() throws Exception {
    AssetId fresh = small;
    try (ExecutorService crowd = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Answer>> all =
          java.util.Collections.nCopies(100, () -> get("/assets/" + fresh));
      for (var answer : crowd.invokeAll(all)) {
        assertEquals(200, answer.get().status());
        assertArrayEquals(pictures.content(fresh), answer.get().raw().body());
      }
    }
  }

  @Test
  void theCatalogueIsSentCompressedToWhoeverTakesIt() throws Exception {
    Answer plain = get("/catalogue/items");
    Answer packed = send(site.http("/catalogue/items").header("Accept-Encoding", "br, gzip"));
    assertEquals("gzip", header(packed, "content-encoding"));
    assertTrue(packed.raw().body().length * 3 < plain.raw().body().length);
    assertArrayEquals(
        plain.raw().body(),
        new GZIPInputStream(new ByteArrayInputStream(packed.raw().body())).readAllBytes());
    for (Answer answer : List.of(plain, packed)) {
      assertEquals("Accept-Encoding", header(answer, "vary"));
      assertEquals("no-cache", header(answer, "cache-control"));
      Answer again =
          send(site.http("/catalogue/items").header("If-None-Match", header(answer, "etag")));
      assertEquals(304, again.status());
    }
    assertFalse(header(plain, "etag").equals(header(packed, "etag")));
    Answer refused =
        send(site.http("/catalogue/items").header("Accept-Encoding", "gzip;q=0, identity"));
    assertEquals(Optional.empty(), refused.raw().headers().firstValue("content-encoding"));
  }

  private static Answer get(String path) throws Exception {
    return send(site.http(path));
  }

  private static Answer send(HttpRequest.Builder request) throws Exception {
    return site.send(request.GET());
  }

  private static String header(Answer answer, String name) {
    return answer.raw().headers().firstValue(name).orElse("");
  }

  private static String raw(String request) throws Exception {
    try (Socket socket = new Socket("127.0.0.1", site.appliance().ports().http())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      InputStream in = socket.getInputStream();
      byte[] answer = in.readNBytes(16_000);
      return new String(answer, StandardCharsets.ISO_8859_1);
    } catch (java.net.SocketException e) {
      return "closed: " + e.getMessage();
    }
  }
}
