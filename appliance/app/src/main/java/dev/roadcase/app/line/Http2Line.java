package dev.roadcase.app.line;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Flags;
import io.netty.handler.codec.http2.Http2FrameTypes;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * A connection that speaks HTTP/2 (RFC 9113). Follows the frames as they come in: a head, or a
 * frame of any other kind, that is not whole in time ends the connection; a body that is not whole
 * in time ends its stream. (The server may have answered already, so there is no 408.)
 */
final class Http2Line extends ChannelInboundHandlerAdapter {
  private static final String NAME = "line";

  /** {@code PRI * HTTP/2.0 …}: comes once, before the first frame. */
  private static final int PREFACE = 24;

  private static final int FRAME_HEAD = 9;

  private final Optional<Place> place;
  private final LongSupplier nanos;
  private final long bodyNanos;
  private final Deadline head;
  private final Deadline body;
  private ChannelHandlerContext self;

  /** Streams whose body is still coming, and since when; the first is the oldest. */
  private final Map<Integer, Long> bodies = new LinkedHashMap<>();

  private final byte[] frameHead = new byte[FRAME_HEAD];
  private int frameHeadLength;

  /** Octets to pass over: the preface, or what is left of a frame. */
  private int left = PREFACE;

  /** What is left is of a body. */
  private boolean inData;

  /** Between HEADERS and the CONTINUATION that ends them. */
  private boolean inHead;

  @SuppressWarnings("NullAway.Init") // set when it takes its place in the pipeline
  Http2Line(Deadlines deadlines, Optional<Place> place, LongSupplier nanos) {
    this.place = place;
    this.nanos = nanos;
    this.bodyNanos = deadlines.body().toNanos();
    this.head = new Deadline(deadlines.head(), this::close);
    this.body = new Deadline(deadlines.body(), this::endWhatIsLate);
  }

  /** Puts it into a pipeline, before the server. */
  void takePlace(ChannelPipeline pipeline, String server) {
    pipeline.addBefore(server, NAME, this);
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    self = ctx;
    // The preface has a deadline as well.
    head.begin(ctx);
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (message instanceof ByteBuf octets) {
      follow(octets, octets.readerIndex(), octets.writerIndex());
    }
    place.ifPresent(Place::rests);
    boolean whole = left == 0 && frameHeadLength == 0 && !inHead;
    if (whole || inData) {
      head.lift();
    } else {
      head.begin(ctx);
    }
    if (bodies.isEmpty()) {
      body.lift();
    } else {
      body.begin(ctx);
    }
    ctx.fireChannelRead(message);
  }

  private void follow(ByteBuf octets, int from, int to) {
    int at = from;
    while (at < to) {
      if (left > 0) {
        int passed = Math.min(left, to - at);
        left -= passed;
        at += passed;
      } else {
        frameHead[frameHeadLength++] = octets.getByte(at++);
        if (frameHeadLength == FRAME_HEAD) {
          frameHeadLength = 0;
          begins();
        }
      }
    }
    inData &= left > 0;
  }

  private void begins() {
    left = (frameHead[0] & 0xff) << 16 | (frameHead[1] & 0xff) << 8 | (frameHead[2] & 0xff);
    byte type = frameHead[3];
    Http2Flags flags = new Http2Flags((short) (frameHead[4] & 0xff));
    int stream =
        (frameHead[5] & 0x7f) << 24
            | (frameHead[6] & 0xff) << 16
            | (frameHead[7] & 0xff) << 8
            | (frameHead[8] & 0xff);
    inData = type == Http2FrameTypes.DATA;
    switch (type) {
      case Http2FrameTypes.HEADERS -> {
        inHead = !flags.endOfHeaders();
        body(stream, flags.endOfStream());
      }
      case Http2FrameTypes.CONTINUATION -> inHead = !flags.endOfHeaders();
      case Http2FrameTypes.DATA -> body(stream, flags.endOfStream());
      case Http2FrameTypes.RST_STREAM -> bodies.remove(stream);
      default -> {}
    }
  }

  /** A stream has begun, or goes on, or has said all. */
  private void body(int stream, boolean ended) {
    if (ended) {
      bodies.remove(stream);
    } else {
      bodies.putIfAbsent(stream, nanos.getAsLong());
    }
  }

  private void close() {
    var _ = self.channel().close();
  }

  private void endWhatIsLate() {
    ChannelPipeline pipeline = self.pipeline();
    Http2ConnectionHandler server = pipeline.get(Http2ConnectionHandler.class);
    ChannelHandlerContext its = pipeline.context(server);
    long now = nanos.getAsLong();
    Iterator<Map.Entry<Integer, Long>> oldest = bodies.entrySet().iterator();
    while (oldest.hasNext()) {
      Map.Entry<Integer, Long> one = oldest.next();
      if (now - one.getValue() < bodyNanos) {
        break;
      }
      oldest.remove();
      var _ = server.resetStream(its, one.getKey(), Http2Error.CANCEL.code(), its.newPromise());
    }
    its.flush();
    if (!bodies.isEmpty()) {
      body.begin(self);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    head.lift();
    body.lift();
    ctx.fireChannelInactive();
  }
}
