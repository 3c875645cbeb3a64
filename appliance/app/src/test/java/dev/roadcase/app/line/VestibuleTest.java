package dev.roadcase.app.line;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Connections whose event loop has no time for them yet. */
class VestibuleTest {
  /** As many as the smallest has, and of one address the half. */
  private static final int PLACES = 64;

  private final ListAppender<ILoggingEvent> said = new ListAppender<>();
  private final Logger netty = (Logger) LoggerFactory.getLogger("io.netty");
  private final Vestibule vestibule = new Vestibule(1, 1);
  private final List<Socket> sockets = new ArrayList<>();
  private Level before;
  private Vertx vertx;
  private int port;

  @BeforeEach
  void open() throws Exception {
    said.start();
    before = netty.getLevel();
    netty.setLevel(Level.WARN);
    netty.addAppender(said);
    vertx =
        Vertx.builder()
            .with(new VertxOptions().setEventLoopPoolSize(1))
            .withTransport(vestibule.transport())
            .build();
    port =
        vertx
            .createHttpServer()
            .requestHandler(request -> request.response().end())
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .get(60, TimeUnit.SECONDS)
            .actualPort();
  }

  @AfterEach
  void close() throws Exception {
    for (Socket socket : sockets) {
      socket.close();
    }
    vertx.close().toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    netty.detachAppender(said);
    netty.setLevel(before);
  }

  @Test
  void aConnectionSentAwayBeforeItsLoopHasItIsClosedWithoutAComplaint() throws Exception {
    CountDownLatch goOn = new CountDownLatch(1);
    vertx.runOnContext(_ -> await(goOn));
    int from = 90;
    for (int i = 0; i < from; i++) {
      connect("127.0.5." + (1 + i % 10));
    }
    int sentAway = from - PLACES;
    while (vestibule.leaving() < sentAway) {
      Thread.sleep(1);
    }
    assertEquals(PLACES, vestibule.in());
    goOn.countDown();
    CountDownLatch caughtUp = new CountDownLatch(1);
    vertx.runOnContext(_ -> caughtUp.countDown());
    caughtUp.await();
    for (Socket socket : sockets.subList(0, sentAway)) {
      assertEquals(-1, socket.getInputStream().read());
    }
    Socket stays = sockets.get(sentAway);
    stays.setSoTimeout(100);
    assertThrows(SocketTimeoutException.class, () -> stays.getInputStream().read());
    assertEquals(List.of(), said.list.stream().map(ILoggingEvent::getFormattedMessage).toList());
  }

  /** They are memory until then, and only the event loop can close them. */
  @Test
  void whatIsSentAwayAndNotClosedYetIsBounded() throws Exception {
    CountDownLatch goOn = new CountDownLatch(1);
    vertx.runOnContext(_ -> await(goOn));
    for (int i = 0; i < 2 * PLACES; i++) {
      connect("127.0.5." + (1 + i % 10));
    }
    for (int i = 0; i < PLACES; i++) {
      connect("127.0.5." + (1 + i % 10));
      assertEquals(-1, sockets.getLast().getInputStream().read(), "closed at once");
    }
    assertEquals(PLACES, vestibule.in());
    for (int i = 0; i < 2 * PLACES; i++) {
      connect("127.0.%d.%d".formatted(6 + i / 200, 1 + i % 200));
    }
    for (int i = PLACES; i < 2 * PLACES; i++) {
      Socket beyond = sockets.get(3 * PLACES + i);
      assertEquals(-1, beyond.getInputStream().read(), "closed at once, whoever it is");
    }
    assertEquals(PLACES, vestibule.in());
    goOn.countDown();
    for (Socket socket : sockets.subList(0, PLACES)) {
      assertEquals(-1, socket.getInputStream().read(), "closed when its loop has time");
    }
    while (vestibule.leaving() > 0) {
      Thread.sleep(1);
    }
    connect("127.0.6.1");
    Socket stays = sockets.getLast();
    stays.setSoTimeout(100);
    assertThrows(SocketTimeoutException.class, () -> stays.getInputStream().read());
  }

  /** A till that comes back while a crowd keeps the loops busy is one connection of its own. */
  @Test
  void aNewAddressIsLetInWhileTheLoopsAreBehindWithACrowd() throws Exception {
    CountDownLatch goOn = new CountDownLatch(1);
    vertx.runOnContext(_ -> await(goOn));
    for (int i = 0; i < 2 * PLACES; i++) {
      connect("127.0.5." + (1 + i % 10));
    }
    connect("127.0.6.1");
    Socket till = sockets.getLast();
    for (int i = 0; i < PLACES; i++) {
      connect("127.0.5." + (1 + i % 10));
      assertEquals(-1, sockets.getLast().getInputStream().read(), "the crowd's are closed at once");
    }
    goOn.countDown();
    till.getOutputStream()
        .write("GET / HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    assertEquals('H', till.getInputStream().read());
  }

  /** A flood turns its places over within less than a handshake takes. */
  @Test
  void aCrowdMakesRoomForItselfAndNotTheTillThatStandsAmongIt() throws Exception {
    CountDownLatch goOn = new CountDownLatch(1);
    vertx.runOnContext(_ -> await(goOn));
    connect("127.0.6.1");
    Socket till = sockets.getFirst();
    int crowd = 2 * PLACES - 1;
    for (int i = 0; i < crowd; i++) {
      connect("127.0.5." + (1 + i % 10));
    }
    while (vestibule.leaving() < crowd + 1 - PLACES) {
      Thread.sleep(1);
    }
    goOn.countDown();
    till.getOutputStream()
        .write("GET / HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    assertEquals('H', till.getInputStream().read());
  }

  private void connect(String from) throws IOException {
    Socket socket = new Socket("127.0.0.1", port, InetAddress.getByName(from), 0);
    socket.setSoTimeout(60_000);
    sockets.add(socket);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
