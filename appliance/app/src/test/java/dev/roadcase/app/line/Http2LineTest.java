package dev.roadcase.app.line;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2ConnectionHandlerBuilder;
import io.netty.handler.codec.http2.Http2FrameAdapter;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Frames that are not whole, on a clock of their own. */
class Http2LineTest {
  private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
  private static final int DATA = 0;
  private static final int HEADERS = 1;
  private static final int RST_STREAM = 3;
  private static final int SETTINGS = 4;
  private static final int CONTINUATION = 9;
  private static final int END_STREAM = 1;
  private static final int END_HEADERS = 4;

  private static final byte[] CANCEL = {0, 0, 0, 8};

  /** {@code :method POST, :scheme https, :path /} out of HPACK's static table. */
  private static final byte[] POST = {(byte) 0x83, (byte) 0x87, (byte) 0x84};

  private EmbeddedChannel channel;
  private long seconds;
  private boolean ours;
  private final List<Integer> heard = new ArrayList<>();

  @BeforeEach
  void connect() {
    connect(Optional.empty());
  }

  private void connect(Optional<Place> place) {
    channel = new EmbeddedChannel();
    channel.freezeTime();
    Http2ConnectionHandler server =
        new Http2ConnectionHandlerBuilder()
            .server(true)
            .initialSettings(Http2Settings.defaultSettings().maxConcurrentStreams(1_000))
            .frameListener(
                new Http2FrameAdapter() {
                  @Override
                  public void onHeadersRead(
                      ChannelHandlerContext ctx,
                      int stream,
                      Http2Headers headers,
                      int dependency,
                      short weight,
                      boolean exclusive,
                      int padding,
                      boolean ends) {
                    heard.add(stream);
                  }
                })
            .build();
    channel.pipeline().addLast("handler", server);
    new Http2Line(
            new Deadlines(Duration.ofSeconds(10), Duration.ofSeconds(30)),
            place,
            _ -> ours,
            () -> TimeUnit.SECONDS.toNanos(seconds))
        .takePlace(channel.pipeline());
  }

  @AfterEach
  void end() {
    channel.finishAndReleaseAll();
  }

  @Test
  void whoDoesNotEvenGreetIsClosed() {
    channel.writeInbound(Unpooled.copiedBuffer("PRI", StandardCharsets.US_ASCII));
    pass(9);
    assertTrue(channel.isOpen());
    pass(1);
    assertFalse(channel.isOpen());
  }

  @Test
  void whoHasGreetedMayRest() {
    greet();
    pass(3_600);
    assertTrue(channel.isOpen());
  }

  @Test
  void aHeadInPiecesHasItsTimeAndNoMore() {
    greet();
    frame(HEADERS, 0, 1, POST);
    for (int i = 0; i < 4; i++) {
      pass(2);
      frame(CONTINUATION, 0, 1, new byte[0]);
    }
    assertTrue(channel.isOpen());
    pass(2);
    assertFalse(channel.isOpen());
  }

  @Test
  void halfAFrameHasItsTimeAndNoMore() {
    greet();
    channel.writeInbound(Unpooled.wrappedBuffer(new byte[] {0, 0, 8}));
    pass(10);
    assertFalse(channel.isOpen());
  }

  @Test
  void aBodyThatComesTooSlowlyEndsItsStreamAndNoOther() {
    greet();
    frame(HEADERS, END_HEADERS, 1, POST);
    pass(20);
    frame(HEADERS, END_HEADERS, 3, POST);
    frame(DATA, 0, 1, new byte[] {'{'});
    assertEquals(0, resets());
    pass(10);
    assertEquals(1, resets());
    assertTrue(channel.isOpen());
    frame(DATA, END_STREAM, 3, new byte[] {'}'});
    pass(100);
    assertEquals(0, resets());
    assertTrue(channel.isOpen());
  }

  @Test
  void aStreamForWhichThereIsNoRoomIsRefusedAndItsRoomComesBack() {
    Places places = new Places(10, 10, () -> 0);
    Place place = places.enter("192.0.2.7", () -> {}).orElseThrow();
    int stream = all(place);
    frame(HEADERS, END_HEADERS, stream, POST);
    assertEquals(1, resets(), "a body does not wait");
    frame(RST_STREAM, 0, 1, CANCEL);
    frame(HEADERS, END_HEADERS, stream + 2, POST);
    assertEquals(0, resets());
    place.recognise();
    frame(HEADERS, END_HEADERS | END_STREAM, stream + 4, POST);
    assertEquals(0, resets(), "a line that has shown a token");
    assertEquals(200, places.streams().taken());
    channel.pipeline().fireChannelInactive();
    assertEquals(0, places.streams().taken());
  }

  @Test
  void aRequestBeyondTheShareOfItsAddressWaitsForTheOthers() {
    Places places = new Places(10, 10, () -> 0);
    int stream = all(places.enter("192.0.2.7", () -> {}).orElseThrow());
    for (int more = 0; more < 4; more++) {
      frame(HEADERS, END_HEADERS | END_STREAM, stream + 2 * more, POST);
    }
    assertEquals(0, resets());
    assertEquals(200, heard.size());
    frame(RST_STREAM, 0, 1, CANCEL);
    assertEquals(201, heard.size());
    assertEquals(stream, heard.getLast());
    // One that its sender takes back is not waited for, and waits for nothing.
    frame(RST_STREAM, 0, stream + 2, CANCEL);
    frame(RST_STREAM, 0, 3, CANCEL);
    assertEquals(stream + 4, heard.getLast());
    pass(59);
    assertEquals(0, resets());
    assertTrue(places.waiting().taken() > 0);
    pass(1);
    assertEquals(1, resets(), "it may be sent again");
    assertEquals(202, heard.size());
    assertEquals(200, places.streams().taken());
    assertEquals(0, places.waiting().taken());
  }

  @Test
  void whatWaitsIsBoundedAndLeavesWithItsConnection() {
    Places places =
        new Places(10, 10, () -> 0, new Octets(1 << 30, 1 << 30), new Octets(9_000, 9_000));
    int stream = all(places.enter("192.0.2.7", () -> {}).orElseThrow());
    for (int more = 0; more < 4; more++) {
      frame(HEADERS, END_HEADERS | END_STREAM, stream + 2 * more, POST);
    }
    assertEquals(2, resets(), "two have room to wait");
    channel.pipeline().fireChannelInactive();
    assertEquals(0, places.streams().taken());
    assertEquals(0, places.waiting().taken());
    channel.runPendingTasks();
    assertEquals(200, heard.size());
    assertEquals(0, places.streams().taken());
  }

  /** Has all that an address may have, and says which stream is next. */
  private int all(Place place) {
    channel.finishAndReleaseAll();
    connect(Optional.of(place));
    greet();
    int stream = 1;
    for (int i = 0; i < 200; i++, stream += 2) {
      frame(HEADERS, END_HEADERS | END_STREAM, stream, POST);
    }
    assertEquals(0, resets());
    return stream;
  }

  @Test
  void aRequestOfOursHasRoomThatStrangersCannotTake() {
    Places places = new Places(10, 10, () -> 0);
    Place place = places.enter("192.0.2.7", () -> {}).orElseThrow();
    channel.finishAndReleaseAll();
    connect(Optional.of(place));
    greet();
    int stream = 1;
    for (int i = 0; i < 200; i++, stream += 2) {
      frame(HEADERS, END_HEADERS | END_STREAM, stream, POST);
    }
    ours = true;
    frame(HEADERS, END_HEADERS | END_STREAM, stream, POST);
    assertEquals(0, resets());
    ours = false;
    frame(HEADERS, END_HEADERS, stream + 2, POST);
    assertEquals(1, resets());
    assertEquals(200, places.streams().taken());
  }

  @Test
  void aMalformedHeadEndsItsStreamAndTakesNoRoom() {
    Places places = new Places(10, 10, () -> 0);
    channel.finishAndReleaseAll();
    connect(places.enter("192.0.2.7", () -> {}));
    greet();
    // Without :path, as it cannot be.
    frame(HEADERS, END_HEADERS, 1, new byte[] {(byte) 0x83, (byte) 0x87});
    assertEquals(1, resets());
    assertEquals(0, places.streams().taken());
    pass(100);
    assertEquals(0, resets(), "no body is waited for");
    assertTrue(channel.isOpen());
  }

  private void greet() {
    channel.writeInbound(Unpooled.copiedBuffer(PREFACE, StandardCharsets.US_ASCII));
    frame(SETTINGS, 0, 0, new byte[0]);
    resets();
  }

  private void frame(int type, int flags, int stream, byte[] payload) {
    ByteBuf frame = Unpooled.buffer();
    frame.writeMedium(payload.length).writeByte(type).writeByte(flags).writeInt(stream);
    channel.writeInbound(frame.writeBytes(payload));
  }

  private void pass(int more) {
    seconds += more;
    channel.advanceTimeBy(more, TimeUnit.SECONDS);
    channel.runScheduledPendingTasks();
    channel.runPendingTasks();
  }

  /** RST_STREAM frames that came back since it was last asked. */
  private int resets() {
    int resets = 0;
    ByteBuf all = Unpooled.buffer();
    for (Object some = channel.readOutbound(); some != null; some = channel.readOutbound()) {
      all.writeBytes((ByteBuf) some);
      ((ByteBuf) some).release();
    }
    while (all.isReadable()) {
      int length = all.readMedium();
      resets += all.readByte() == RST_STREAM ? 1 : 0;
      all.skipBytes(1 + 4 + length);
    }
    return resets;
  }
}
