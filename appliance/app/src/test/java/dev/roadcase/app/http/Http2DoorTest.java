package dev.roadcase.app.http;

import static dev.roadcase.app.TestSite.object;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.roadcase.app.Pictures;
import dev.roadcase.app.TestSite;
import dev.roadcase.app.line.Deadlines;
import dev.roadcase.core.pack.Item;
import dev.roadcase.core.pack.Looks;
import dev.roadcase.core.pack.Sku;
import dev.roadcase.wire.jws.SigningKey;
import dev.roadcase.wire.token.DeviceSession;
import dev.roadcase.wire.token.PairingJws;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The devices' door as a browser uses it: one HTTP/2 connection for everything, with a window of 16
 * MiB, for as long as the page is open.
 */
class Http2DoorTest {
  private static final String WINDOW = "jdk.httpclient.windowsize";
  private static final String CONNECTION_WINDOW = "jdk.httpclient.connectionWindowSize";
  private static final int BROWSERS_WINDOW = 16 << 20;
  private static final String GOODS = "/catalogue/items";

  @TempDir Path folder;
  private TestSite site;
  private HttpClient browser;

  @BeforeEach
  void open() throws Exception {
    System.setProperty(WINDOW, String.valueOf(BROWSERS_WINDOW));
    System.setProperty(CONNECTION_WINDOW, String.valueOf(BROWSERS_WINDOW));
    site = new TestSite(folder);
    List<Item> goods =
        Stream.concat(
                Stream.of(TestSite.item(TestSite.LEMONADE, "Lemonade", 350)),
                IntStream.range(0, 99)
                    .mapToObj(i -> TestSite.item(new Sku("G-" + i), "Print ".repeat(40) + i, 900)))
            .toList();
    site.writePack(1, goods, Looks.plain("test"), new Pictures());
    site.start();
    browser = site.browser();
  }

  @AfterEach
  void close() {
    browser.shutdownNow();
    site.close();
    System.clearProperty(WINDOW);
    System.clearProperty(CONNECTION_WINDOW);
  }

  @Test
  void aConnectionThatIsInOrderOutlivesEveryDeadline() throws Exception {
    SigningKey key = SigningKey.make(new SecureRandom());
    TestSite.TestTill till = site.new TestTill(key);
    DeviceSession session = session(key);

    try (HttpClient listens = site.browser();
        HttpClient asks = site.browser()) {
      // One sells, one asks and listens, one says nothing more than that it listens.
      List<CompletableFuture<byte[]>> streams =
          List.of(changes(browser), changes(asks), changes(listens));
      // Longer than a frame may take, or the head of a request.
      long until = System.nanoTime() + Deadlines.USUAL.head().plusSeconds(2).toNanos();
      do {
        assertEquals(200, asks.send(get("/manifest.json"), BodyHandlers.discarding()).statusCode());
        HttpResponse<byte[]> sold =
            session.post(
                site.https("/sales").build().uri(),
                object("sale", till.sign(till.sale(TestSite.LEMONADE))).getBytes(UTF_8));
        assertEquals(201, sold.statusCode());
        assertEquals(HttpClient.Version.HTTP_2, sold.version());
        for (CompletableFuture<byte[]> stream : streams) {
          assertFalse(stream.isDone(), "a stream of changes has ended");
        }
      } while (System.nanoTime() < until);
      listens.shutdownNow();
      asks.shutdownNow();
    }
  }

  /** A stream of changes that is listened to for as long as it lasts. */
  private CompletableFuture<byte[]> changes(HttpClient client) throws Exception {
    HttpResponse<InputStream> stream =
        client.send(get("/catalogue/changes"), BodyHandlers.ofInputStream());
    assertEquals(HttpClient.Version.HTTP_2, stream.version());
    CompletableFuture<byte[]> ended = new CompletableFuture<>();
    Thread.startVirtualThread(() -> {
      try (InputStream body = stream.body()) {
        ended.complete(body.readAllBytes());
      } catch (IOException e) {
        ended.completeExceptionally(e);
      }
    });
    return ended;
  }

  @Test
  void sixtyAnswersAtOnceAllArriveWhole() throws Exception {
    byte[] whole = browser.send(get(GOODS), BodyHandlers.ofByteArray()).body();
    assertTrue(whole.length > 16_384, "more than a frame each, and more than 64 KiB together");
    for (int round = 0; round < 3; round++) {
      allAtOnce(60, GOODS, whole);
      allAtOnce(10, "/", browser.send(get("/"), BodyHandlers.ofByteArray()).body());
    }
  }

  @Test
  void fortyBodiesWithoutALengthAtOnceAreAllAnswered() throws Exception {
    assertEquals(
        HttpClient.Version.HTTP_2, browser.send(get("/"), BodyHandlers.discarding()).version());
    List<SubmissionPublisher<ByteBuffer>> bodies =
        IntStream.range(0, 40).mapToObj(_ -> new SubmissionPublisher<ByteBuffer>()).toList();
    List<CompletableFuture<HttpResponse<byte[]>>> answers =
        bodies.stream()
            .map(body ->
                browser.sendAsync(
                    site.https("/pairings")
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.fromPublisher(body))
                        .build(),
                    BodyHandlers.ofByteArray()))
            .toList();
    // A body is asked for when its head has been sent: all are coming before the first is here.
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!bodies.stream().allMatch(SubmissionPublisher::hasSubscribers)) {
      assertTrue(System.nanoTime() < until, "not all have begun");
      Thread.onSpinWait();
    }
    for (SubmissionPublisher<ByteBuffer> body : bodies) {
      body.submit(ByteBuffer.wrap("{}".getBytes(UTF_8)));
      body.close();
    }
    for (CompletableFuture<HttpResponse<byte[]>> answer : answers) {
      assertEquals(4, answer.get(60, TimeUnit.SECONDS).statusCode() / 100);
    }
  }

  private void allAtOnce(int many, String path, byte[] whole) throws Exception {
    List<CompletableFuture<HttpResponse<byte[]>>> answers =
        IntStream.range(0, many)
            .mapToObj(_ -> browser.sendAsync(get(path), BodyHandlers.ofByteArray()))
            .toList();
    for (CompletableFuture<HttpResponse<byte[]>> answer : answers) {
      HttpResponse<byte[]> arrived = answer.get(60, TimeUnit.SECONDS);
      assertEquals(HttpClient.Version.HTTP_2, arrived.version());
      assertEquals(200, arrived.statusCode());
      assertEquals(whole.length, arrived.body().length);
    }
  }

  private DeviceSession session(SigningKey key) throws Exception {
    TestSite.Answer paired =
        site.post(
            "/pairings",
            java.util.Optional.empty(),
            object("pairing", PairingJws.sign(key, site.code("till"), "till of a browser")));
    assertNotNull(paired.body().get("token"));
    DeviceSession session =
        new DeviceSession(
            key,
            new SecureRandom(),
            Duration.ofSeconds(60),
            request -> browser.send(request, BodyHandlers.ofByteArray()));
    session.token(paired.body().path("token").asText());
    return session;
  }

  private HttpRequest get(String path) {
    URI uri = site.https(path).build().uri();
    return HttpRequest.newBuilder(uri).header("Accept-Encoding", "identity").GET().build();
  }
}
