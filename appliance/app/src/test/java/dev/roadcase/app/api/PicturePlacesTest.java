package dev.roadcase.app.api;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.roadcase.app.Pictures;
import dev.roadcase.app.TestSite;
import dev.roadcase.app.assets.AssetStore;
import dev.roadcase.app.http.DirectMemory;
import dev.roadcase.core.pack.AssetId;
import dev.roadcase.core.pack.Looks;
import dev.roadcase.core.pack.Pack;
import dev.roadcase.core.pack.Theme;
import dev.roadcase.wire.pack.PackFile;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A file that is being read has a place, and gives it back however its connection ends. */
class PicturePlacesTest {
  /** More than an address may have open at once. */
  private static final int MANY = 100;

  /** More than the system keeps for a phone that does not read. */
  private static final int LARGE = 1 << 20;

  private static final int SMALL_BUFFER = 16 << 10;

  /** When the connection of a request was closed: on the way to its file, or before. */
  enum Closed {
    JUST_NOW {
      @Override
      void serve(AssetRoutes assets, HttpServerRequest request, String path) {
        request.connection().close();
        assets.serve(request, path);
      }
    },
    A_MOMENT_BEFORE {
      @Override
      void serve(AssetRoutes assets, HttpServerRequest request, String path) {
        request.connection().closeHandler(_ -> assets.serve(request, path));
        request.connection().close();
      }
    };

    abstract void serve(AssetRoutes assets, HttpServerRequest request, String path);
  }

  @TempDir private Path folder;
  private final Queue<Throwable> thrown = new ConcurrentLinkedQueue<>();
  private Vertx vertx;
  private TestSite site;
  private Pictures pictures;
  private AssetId picture;
  private AssetRoutes assets;

  @BeforeEach
  void aPictureThatIsReadFromTheDisk() throws Exception {
    vertx = Vertx.vertx();
    vertx.exceptionHandler(thrown::add);
    site = new TestSite(folder);
    pictures = new Pictures();
    picture = pictures.add("A shirt", AssetRoutes.SMALL + 1).renditions().getFirst().id();
    show();
  }

  private void show() throws Exception {
    site.writePack(
        1,
        List.of(TestSite.item(TestSite.LEMONADE, "Lemonade", 350)),
        new Looks(Theme.plain("Saturday"), pictures.all()),
        pictures);
    Pack pack = PackFile.open(PackFile.head(site.packFile())).pack();
    AssetStore store = AssetStore.in(folder);
    store.take(site.packFile(), pack);
    store.show(List.of(pack));
    assets = new AssetRoutes(vertx, store, 1 << 20, new DirectMemory(1 << 20));
  }

  @AfterEach
  void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
    site.close();
  }

  @Test
  void thePhonesBehindOneRouterWaitForEachOther() throws Exception {
    AssetId large = pictures.add("A poster", LARGE).renditions().getFirst().id();
    show();
    HttpServer server =
        vertx
            .createHttpServer(new HttpServerOptions().setSendBufferSize(SMALL_BUFFER))
            .requestHandler(request -> assets.serve(request, AssetRoutes.PATH + large))
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .join();
    List<Socket> phones = new ArrayList<>();
    try {
      for (int i = 0; i < MANY; i++) {
        Socket phone = new Socket();
        phone.setReceiveBufferSize(SMALL_BUFFER);
        phone.connect(new InetSocketAddress("127.0.0.1", server.actualPort()));
        phone.setSoTimeout(60_000);
        phone
            .getOutputStream()
            .write(
                "GET / HTTP/1.1\r\nHost: box\r\nConnection: close\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII));
        phones.add(phone);
      }
      for (Socket phone : phones) {
        byte[] answer = phone.getInputStream().readAllBytes();
        assertTrue(
            new String(answer, 0, 16, StandardCharsets.US_ASCII).startsWith("HTTP/1.1 200 "),
            "a picture is missing on one of the phones");
        assertTrue(answer.length > LARGE);
      }
    } finally {
      for (Socket phone : phones) {
        phone.close();
      }
    }
    assertEquals(List.of(), List.copyOf(thrown), "an exception for each in the log");
  }

  @ParameterizedTest
  @EnumSource(Closed.class)
  void aConnectionThatIsGoneLeavesItsPlace(Closed closed) throws Exception {
    String path = AssetRoutes.PATH + picture;
    HttpServer server =
        vertx
            .createHttpServer()
            .requestHandler(request -> {
              if (request.path().equals("/closed")) {
                closed.serve(assets, request, path);
              } else {
                assets.serve(request, path);
              }
            })
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .join();
    for (int i = 0; i < MANY; i++) {
      try (Socket socket = new Socket("127.0.0.1", server.actualPort())) {
        socket.setSoTimeout(60_000);
        socket
            .getOutputStream()
            .write("GET /closed HTTP/1.1\r\nHost: box\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        socket.getInputStream().readAllBytes();
      }
    }
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<byte[]> answer =
          client.send(
              HttpRequest.newBuilder(
                      URI.create("http://127.0.0.1:" + server.actualPort() + "/whole"))
                  .build(),
              BodyHandlers.ofByteArray());
      assertEquals(200, answer.statusCode(), "the address has lost its places");
      assertArrayEquals(pictures.content(picture), answer.body());
    }
    assertEquals(List.of(), List.copyOf(thrown), "an exception for each in the log");
  }
}
