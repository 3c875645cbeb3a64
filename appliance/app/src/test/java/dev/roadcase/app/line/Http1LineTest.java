package dev.roadcase.app.line;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A connection on a clock of its own, before a server that answers when it is told to. */
class Http1LineTest {
  private static final String READY = "HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nready";
  private static final String GET = "GET /ready HTTP/1.1\r\nHost: box\r\n\r\n";

  private final Server server = new Server();
  private EmbeddedChannel channel;

  @BeforeEach
  void connect() {
    connect(Optional.empty());
  }

  private void connect(Optional<Place> place) {
    channel = new EmbeddedChannel();
    channel.freezeTime();
    channel
        .pipeline()
        .addLast(Http1Line.DECODER, new HttpRequestDecoder())
        .addLast(Http1Line.ENCODER, new HttpResponseEncoder())
        .addLast("handler", server);
    Shelf shelf =
        request ->
            request.uri().equals("/ready")
                ? Unpooled.copiedBuffer(READY, StandardCharsets.US_ASCII)
                : null;
    new Http1Line(new Deadlines(Duration.ofSeconds(10), Duration.ofSeconds(30)), shelf, place)
        .takePlace(channel.pipeline(), "handler");
  }

  @AfterEach
  void end() {
    channel.finishAndReleaseAll();
  }

  @Test
  void anOctetNowAndThenDoesNotKeepAHeadAlive() {
    say("GET / HTTP/1.1\r\nX: ");
    for (int i = 0; i < 4; i++) {
      pass(2);
      say("y");
    }
    pass(1);
    assertTrue(channel.isOpen());
    pass(1);
    assertTrue(heard().startsWith("HTTP/1.1 408 "));
    assertFalse(channel.isOpen());
    assertEquals(List.of(), server.asked);
  }

  @Test
  void ofManyRequestsAtOnceFewAreDecodedAndAllAreAnsweredInTheirOrder() {
    StringBuilder many = new StringBuilder();
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      many.append("GET /").append(i).append(" HTTP/1.1\r\nHost: box\r\n\r\n");
      expected.add("/" + i);
    }
    say(many.toString());
    int most = Http1Line.PIPELINED_MAX + 1_024 / 28;
    assertTrue(server.asked.size() <= most, () -> server.asked.size() + " requests at once");
    assertFalse(channel.config().isAutoRead(), "more is not read meanwhile");
    int answered = 0;
    while (answered < expected.size()) {
      int before = server.asked.size() - answered;
      assertTrue(before <= most, () -> before + " requests under way");
      server.answer("x");
      answered++;
      channel.releaseOutbound();
      channel.runPendingTasks();
    }
    assertEquals(expected, server.asked);
    assertTrue(channel.config().isAutoRead());
    assertTrue(channel.isOpen());
  }

  @Test
  void ofSomebodyWhoReadsNothingNoFurtherRequestIsDecoded() {
    say("GET / HTTP/1.1\r\nHost: box\r\n\r\n");
    // As if the system took nothing of the answer.
    ChannelOutboundBuffer unread = channel.unsafe().outboundBuffer();
    unread.setUserDefinedWritability(1, false);
    channel.runPendingTasks();
    server.answer("x");
    say("GET /next HTTP/1.1\r\nHost: box\r\n\r\n");
    assertEquals(List.of("/"), server.asked);
    unread.setUserDefinedWritability(1, true);
    channel.runPendingTasks();
    assertEquals(List.of("/", "/next"), server.asked);
  }

  @Test
  void theServerDoesNotHearOfAReset() {
    say("GET / HTTP/1.1\r\nHost: box\r\n\r\nGET / HTTP/1.1\r\nHost: box\r\n\r\n");
    channel.pipeline().fireExceptionCaught(new SocketException("Connection reset"));
    channel.checkException();
    assertFalse(channel.isOpen());
  }

  /** In the middle of an answer, or of a read, the server does not bear it. */
  @Test
  void aConnectionWithoutRoomIsClosedWhenTheServerHasReturned() {
    end();
    Octets none = new Octets(0, 0);
    connect(new Places(1, 1, System::nanoTime, none, none).enter("a", () -> {}));
    channel.config().setWriteBufferWaterMark(new WriteBufferWaterMark(1_024, 2_048));
    server.whenAsked =
        () -> {
          server.answer("x".repeat(8_192));
          server.open.add(channel.isOpen());
        };
    say("GET / HTTP/1.1\r\nHost: box\r\n\r\n");
    assertEquals(List.of(true), server.open, "closed under the server's hands");
    channel.runPendingTasks();
    assertFalse(channel.isOpen(), "what nobody takes finds no room");
  }

  @Test
  void requestsThatWaitWithoutRoomEndTheirConnectionAfterTheRead() {
    end();
    Octets none = new Octets(0, 0);
    connect(new Places(1, 1, System::nanoTime, none, none).enter("a", () -> {}));
    List<Boolean> after = new ArrayList<>();
    channel
        .pipeline()
        .addFirst(
            new ChannelInboundHandlerAdapter() {
              @Override
              public void channelRead(ChannelHandlerContext ctx, Object octets) {
                ctx.fireChannelRead(octets);
                after.add(channel.isOpen());
              }
            });
    say("GET /one HTTP/1.1\r\nHost: box\r\n\r\n".repeat(100));
    assertEquals(List.of(true), after, "closed in the middle of a read");
    channel.runPendingTasks();
    assertFalse(channel.isOpen(), "what waits finds no room");
  }

  @Test
  void anotherVersionIsTold() {
    for (String version : List.of("HTTP/1.2", "HTTP/3.0", "HTTP/2.0")) {
      end();
      connect();
      say("GET / " + version + "\r\nHost: box\r\n\r\n");
      String told = heard();
      assertTrue(told.startsWith("HTTP/1.1 505 "), told);
      assertFalse(channel.isOpen());
      assertEquals(List.of(), server.asked);
    }
    end();
    connect();
    say("GET /old HTTP/1.0\r\n\r\n");
    assertEquals(List.of("/old"), server.asked);
  }

  @Test
  void chunksThatAreNoneAreToldUnlessTheAnswerHasBegun() {
    say("POST /sales HTTP/1.1\r\nHost: box\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n");
    assertTrue(heard().startsWith("HTTP/1.1 400 "));
    assertFalse(channel.isOpen());
  }

  @Test
  void emptyLinesAreNoRequestEither() {
    for (int i = 0; i < 5; i++) {
      say("\r\n");
      pass(2);
    }
    assertFalse(channel.isOpen());
  }

  @Test
  void aBodyHasItsTimeAndNoMore() {
    say("POST /sales HTTP/1.1\r\nHost: box\r\nContent-Length: 100\r\n\r\n{");
    for (int i = 0; i < 14; i++) {
      pass(2);
      say(" ");
    }
    assertTrue(channel.isOpen());
    pass(2);
    assertTrue(heard().startsWith("HTTP/1.1 408 "));
    assertFalse(channel.isOpen());
  }

  @Test
  void whoIsBeingAnsweredIsNotTold408InTheMiddle() {
    say("POST /sales HTTP/1.1\r\nHost: box\r\nContent-Length: 100\r\n\r\n{");
    server.answer("too early");
    heard();
    pass(30);
    assertEquals("", heard());
    assertFalse(channel.isOpen());
  }

  @Test
  void whoHasSaidAllMayWaitAndRest() {
    say("GET /slow HTTP/1.1\r\nHost: box\r\n\r\n");
    pass(3_600);
    server.answer("at last");
    assertTrue(heard().endsWith("at last"));
    pass(3_600);
    say(GET);
    assertEquals(READY, heard());
  }

  @Test
  void eachRequestHasItsOwnTime() {
    for (int i = 0; i < 3; i++) {
      say("GET /ready HTTP/1.1\r\n");
      pass(9);
      say("Host: box\r\n\r\n");
      assertEquals(READY, heard());
    }
    say("POST / HTTP/1.1\r\nHost: box\r\n");
    pass(9);
    say("Content-Length: 2\r\n\r\n{");
    pass(29);
    say("}");
    server.answer("well");
    pass(100);
    assertTrue(channel.isOpen());
  }

  @Test
  void whatLiesReadyNeverOvertakesWhatIsBeingMade() {
    say("GET /slow HTTP/1.1\r\nHost: box\r\n\r\n" + GET);
    assertEquals("", heard());
    assertEquals(List.of("/slow", "/ready"), server.asked);
    server.answer("slow");
    server.answer("made");
    assertTrue(heard().matches("(?s)HTTP/1.1 200 .*slowHTTP/1.1 200 .*made"));
    say(GET + GET);
    assertEquals(READY + READY, heard());
    assertEquals(2, server.asked.size());
  }

  @Test
  void whateverAsksForMoreGoesToTheServer() {
    List<String> more =
        List.of(
            "HEAD /ready HTTP/1.1\r\nHost: box\r\n\r\n",
            "GET /ready HTTP/1.1\r\n\r\n",
            "GET /ready HTTP/1.1\r\nHost: box\r\nIf-None-Match: \"x\"\r\n\r\n",
            "GET /ready HTTP/1.1\r\nHost: box\r\nRange: bytes=0-1\r\n\r\n",
            "GET /ready HTTP/1.1\r\nHost: box\r\nContent-Length: 0\r\n\r\n",
            "GET /other HTTP/1.1\r\nHost: box\r\n\r\n",
            "GET /ready HTTP/1.1\r\nHost: box\r\nConnection: close\r\n\r\n");
    for (String request : more) {
      say(request);
      server.answer("made");
      assertTrue(heard().endsWith("made"), request);
    }
    assertEquals(more.size(), server.asked.size());
    // The last one said that it is the last.
    say(GET);
    assertEquals("", heard());
  }

  @Test
  void whatIsNoRequestIsToldSoInItsTurn() {
    String broken = "GET /x HTTP/1.1\r\nX: " + "y".repeat(9_000) + "\r\n\r\n";
    say("GET /slow HTTP/1.1\r\nHost: box\r\n\r\n" + broken + GET);
    assertEquals("", heard());
    assertTrue(channel.isOpen());
    server.answer("slow");
    String heard = heard();
    assertTrue(heard.matches("(?s)HTTP/1.1 200 .*slowHTTP/1.1 431 .*connection: close.*"), heard);
    assertEquals(List.of("/slow"), server.asked, "nothing after it is looked at");
    assertFalse(channel.isOpen());
  }

  @Test
  void eachFaultHasItsStatus() {
    Map<String, String> faults =
        Map.of(
            "GET /" + "x".repeat(5_000) + " HTTP/1.1\r\n",
            "414",
            "GET / HTTP/1.1\r\nX: " + "y".repeat(9_000),
            "431",
            "GET / HTTP/1.1\r\n: y\r\n\r\n",
            "400");
    faults.forEach((fault, status) -> {
      end();
      connect();
      say(fault);
      String heard = heard();
      assertTrue(heard.startsWith("HTTP/1.1 " + status + " "), heard);
      assertTrue(heard.contains("urn:roadcase:problem:"), heard);
      int body = heard.length() - heard.indexOf("\r\n\r\n") - 4;
      assertTrue(heard.contains("content-length: " + body + "\r\n"), heard);
    });
  }

  private void say(String octets) {
    channel.writeInbound(Unpooled.copiedBuffer(octets, StandardCharsets.US_ASCII));
  }

  private void pass(int seconds) {
    channel.advanceTimeBy(seconds, TimeUnit.SECONDS);
    channel.runScheduledPendingTasks();
    channel.runPendingTasks();
  }

  private String heard() {
    StringBuilder all = new StringBuilder();
    for (Object some = channel.readOutbound(); some != null; some = channel.readOutbound()) {
      all.append(((ByteBuf) some).toString(StandardCharsets.US_ASCII));
      ReferenceCountUtil.release(some);
    }
    return all.toString();
  }

  /** Answers one request when it is told to. */
  @Sharable
  private static final class Server extends ChannelInboundHandlerAdapter {
    private final List<String> asked = new ArrayList<>();
    private final List<Boolean> open = new ArrayList<>();
    private Runnable whenAsked = () -> {};
    private ChannelHandlerContext ctx;

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
      ctx = context;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      if (message instanceof HttpRequest request) {
        asked.add(request.uri());
      }
      boolean ends = message instanceof LastHttpContent;
      ReferenceCountUtil.release(message);
      if (ends) {
        whenAsked.run();
      }
    }

    void answer(String text) {
      var response =
          new DefaultFullHttpResponse(
              HttpVersion.HTTP_1_1,
              HttpResponseStatus.OK,
              Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII));
      response.headers().set("content-length", text.length());
      ctx.writeAndFlush(response);
    }
  }
}
