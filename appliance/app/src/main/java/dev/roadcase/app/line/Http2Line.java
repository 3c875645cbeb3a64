package dev.roadcase.app.line;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Flags;
import io.netty.handler.codec.http2.Http2FrameListener;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * A connection that speaks HTTP/2 (RFC 9113). A frame that is not whole in time, the frames of one
 * header block counted as one, ends the connection; a body that is not whole in time ends its
 * stream. (The server may have answered already, so there is no 408.)
 *
 * <p>Frames are told by Netty's decoder and not by counting octets: Vert.x shows a connection after
 * its first SETTINGS frame, in the middle of whatever octets came along with it.
 */
final class Http2Line extends ChannelInboundHandlerAdapter {
  private static final String NAME = "line";

  /** So long a request waits for others of its address; a browser waits longer. */
  static final Duration PATIENCE = Duration.ofMinutes(1);

  /**
   * Octets of a stream that nobody has looked at yet, and of each of its fields but its letters.
   */
  private static final int STREAM_WEIGHT = 3 * 1_024;

  private static final int FIELD_WEIGHT = 96;

  /**
   * Requests of one connection that are malformed: no browser sends one. Netty counts the streams
   * that its decoder resets (CVE-2025-55163), and not those.
   */
  private static final int MALFORMED_MAX = 200;

  private final Optional<Place> place;
  private final Credentials credentials;
  private final LongSupplier nanos;
  private final long bodyNanos;
  private final Deadline head;
  private final Deadline body;
  private ChannelHandlerContext self;

  /** Streams whose body is still coming, and since when; the first is the oldest. */
  private final Map<Integer, Long> bodies = new LinkedHashMap<>();

  /** What each stream takes of the door's room, from its head to its end. */
  private final Map<Integer, Octets.Room> rooms = new HashMap<>();

  /** Requests that wait until fewer of their address are under way; the first is the oldest. */
  private final Map<Integer, Waiting> waiting = new LinkedHashMap<>();

  private final Deadline patience;

  private int malformed;

  /** The octets that came last have brought the end of a frame. */
  private boolean whole = true;

  @SuppressWarnings("NullAway.Init") // set when it takes its place in the pipeline
  Http2Line(
      Deadlines deadlines, Optional<Place> place, Credentials credentials, LongSupplier nanos) {
    this.place = place;
    this.credentials = credentials;
    this.nanos = nanos;
    this.bodyNanos = deadlines.body().toNanos();
    this.head = new Deadline(deadlines.head(), this::close);
    this.body = new Deadline(deadlines.body(), this::endWhatIsLate);
    this.patience = new Deadline(PATIENCE, this::refuseWhatHasWaited);
  }

  /** Puts it into a pipeline, before the codec, whose frames it hears of from now on. */
  void takePlace(ChannelPipeline pipeline) {
    Http2ConnectionHandler codec = pipeline.get(Http2ConnectionHandler.class);
    codec.decoder().frameListener(new Frames(codec.decoder().frameListener()));
    codec.connection().addListener(new Streams());
    codec.connection().local().flowController(new ReceiveWindow(codec.connection()));
    pipeline.addBefore(pipeline.context(codec).name(), NAME, this);
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    self = ctx;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    whole = false;
    place.ifPresent(Place::rests);
    ctx.fireChannelRead(message);
    if (bodies.isEmpty()) {
      body.lift();
      if (!whole) {
        head.begin(ctx);
        return;
      }
    } else {
      // A piece of a frame may be one of a body, which has a deadline of its own.
      body.begin(ctx);
    }
    head.lift();
  }

  /** Passes the head of a request, or its trailers, on to the server. */
  private interface Passing {
    void pass() throws Http2Exception;
  }

  /**
   * A request that waits.
   *
   * @param weighs what it weighs until then
   */
  private record Waiting(
      Octets.Room weighs, Octets.Turn turn, Http2Headers headers, Passing server, long since) {}

  /**
   * The server hears of it now, when others of its address are done, or not at all. What is
   * malformed ends its stream (RFC 9113, 8.1.1); a stream for which there is no room may be tried
   * again.
   */
  private void headersCame(int stream, Http2Headers headers, boolean ended, Passing server)
      throws Http2Exception {
    whole = true;
    if (rooms.containsKey(stream)) {
      if (Http2RequestHead.isWellFormedTrailer(headers)) {
        passes(stream, ended, server);
      } else {
        refuseMalformed(stream);
      }
      return;
    }
    if (!Http2RequestHead.isWellFormed(headers)) {
      refuseMalformed(stream);
      return;
    }
    Octets.Room room =
        place.map(taken -> taken.streamBegins(() -> shown(headers))).orElse(Octets.Room.GRANTED);
    if (room.refusal() == null) {
      begins(stream, headers, room);
      passes(stream, ended, server);
    } else if (!ended
        || room.refusal() != Octets.Refusal.SHARE
        || !waits(stream, headers, server)) {
      refuse(stream, Http2Error.REFUSED_STREAM);
    }
  }

  private void passes(int stream, boolean ended, Passing server) throws Http2Exception {
    if (ended) {
      bodies.remove(stream);
    } else {
      bodies.putIfAbsent(stream, nanos.getAsLong());
    }
    server.pass();
  }

  private void refuseMalformed(int stream) {
    refuse(stream, Http2Error.PROTOCOL_ERROR);
    if (++malformed > MALFORMED_MAX) {
      close();
    }
  }

  private void refuse(int stream, Http2Error why) {
    bodies.remove(stream);
    reset(stream, why);
  }

  private void begins(int stream, Http2Headers headers, Octets.Room room) {
    rooms.put(stream, room);
    Http2RequestHead.replaceWhatIsNoHost(headers);
  }

  /**
   * Whether it may: the phones behind one router are one address, and ask for all pictures of a
   * page at once. A browser shows the gap of what is refused.
   */
  private boolean waits(int stream, Http2Headers headers, Passing server) {
    Place its = place.orElseThrow();
    Octets.Room weighs = its.waits(weight(headers));
    if (weighs.refusal() != null) {
      return false;
    }
    Octets.Turn turn =
        its.streamInTurn(room -> self.executor().execute(() -> turnComes(stream, room)));
    waiting.put(stream, new Waiting(weighs, turn, headers, server, nanos.getAsLong()));
    patience.begin(self);
    return true;
  }

  private static int weight(Http2Headers headers) {
    int weight = STREAM_WEIGHT;
    for (Map.Entry<CharSequence, CharSequence> field : headers) {
      weight += FIELD_WEIGHT + field.getKey().length() + field.getValue().length();
    }
    return weight;
  }

  private void turnComes(int stream, Octets.Room turn) {
    Waiting request = waiting.remove(stream);
    if (request == null) {
      turn.giveBack(); // Its stream is gone.
      return;
    }
    request.weighs().giveBack();
    Octets.Room room = turn.refusal() == null ? place.orElseThrow().streamComes(turn) : turn;
    if (room.refusal() != null) {
      reset(stream, Http2Error.REFUSED_STREAM);
      return;
    }
    begins(stream, request.headers(), room);
    try {
      request.server().pass();
      // As after any frames that came in: what reads them looks at the end of them.
      self.fireChannelReadComplete();
    } catch (Http2Exception e) {
      Http2ConnectionHandler codec = self.pipeline().get(Http2ConnectionHandler.class);
      codec.onError(self.pipeline().context(codec), false, e);
    }
  }

  private void refuseWhatHasWaited() {
    long now = nanos.getAsLong();
    for (Waiting request : List.copyOf(waiting.values())) {
      if (now - request.since() < PATIENCE.toNanos()) {
        break;
      }
      request.turn().giveUp();
    }
    if (!waiting.isEmpty()) {
      patience.begin(self);
    }
  }

  private void leaves(Waiting request) {
    request.weighs().giveBack();
    request.turn().leave();
  }

  private boolean shown(Http2Headers headers) {
    return credentials.areGood(
        name -> headers.getAll(name).stream().map(CharSequence::toString).toList());
  }

  private void reset(int stream, Http2Error why) {
    Http2ConnectionHandler codec = self.pipeline().get(Http2ConnectionHandler.class);
    ChannelHandlerContext its = self.pipeline().context(codec);
    var _ = codec.resetStream(its, stream, why.code(), its.newPromise());
    its.flush();
  }

  private void close() {
    var _ = self.channel().close();
  }

  private void endWhatIsLate() {
    long now = nanos.getAsLong();
    Iterator<Map.Entry<Integer, Long>> oldest = bodies.entrySet().iterator();
    while (oldest.hasNext()) {
      Map.Entry<Integer, Long> one = oldest.next();
      if (now - one.getValue() < bodyNanos) {
        break;
      }
      oldest.remove();
      reset(one.getKey(), Http2Error.CANCEL);
    }
    if (!bodies.isEmpty()) {
      body.begin(self);
    } else if (!whole) {
      head.begin(self);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    head.lift();
    body.lift();
    patience.lift();
    waiting.values().forEach(this::leaves);
    waiting.clear();
    rooms.values().forEach(Octets.Room::giveBack);
    rooms.clear();
    ctx.fireChannelInactive();
  }

  /** A stream that is gone has no body to come, whichever side has ended it. */
  private final class Streams extends Http2ConnectionAdapter {
    @Override
    public void onStreamClosed(Http2Stream stream) {
      bodies.remove(stream.id());
      Octets.Room room = rooms.remove(stream.id());
      if (room != null) {
        room.giveBack();
      }
      Waiting request = waiting.remove(stream.id());
      if (request != null) {
        leaves(request);
      }
    }
  }

  /** Hears of each frame that is whole, before the server does. */
  private final class Frames implements Http2FrameListener {
    private final Http2FrameListener server;

    Frames(Http2FrameListener server) {
      this.server = server;
    }

    @Override
    public int onDataRead(
        ChannelHandlerContext ctx, int stream, ByteBuf data, int padding, boolean ends)
        throws Http2Exception {
      whole = true;
      if (ends) {
        bodies.remove(stream);
      }
      return server.onDataRead(ctx, stream, data, padding, ends);
    }

    @Override
    public void onHeadersRead(
        ChannelHandlerContext ctx, int stream, Http2Headers headers, int padding, boolean ends)
        throws Http2Exception {
      headersCame(
          stream, headers, ends, () -> server.onHeadersRead(ctx, stream, headers, padding, ends));
    }

    @Override
    public void onHeadersRead(
        ChannelHandlerContext ctx,
        int stream,
        Http2Headers headers,
        int dependency,
        short weight,
        boolean exclusive,
        int padding,
        boolean ends)
        throws Http2Exception {
      headersCame(
          stream,
          headers,
          ends,
          () ->
              server.onHeadersRead(
                  ctx, stream, headers, dependency, weight, exclusive, padding, ends));
    }

    @Override
    public void onPriorityRead(
        ChannelHandlerContext ctx, int stream, int dependency, short weight, boolean exclusive)
        throws Http2Exception {
      whole = true;
      server.onPriorityRead(ctx, stream, dependency, weight, exclusive);
    }

    @Override
    public void onRstStreamRead(ChannelHandlerContext ctx, int stream, long error)
        throws Http2Exception {
      whole = true;
      bodies.remove(stream);
      server.onRstStreamRead(ctx, stream, error);
    }

    @Override
    public void onSettingsAckRead(ChannelHandlerContext ctx) throws Http2Exception {
      whole = true;
      server.onSettingsAckRead(ctx);
    }

    @Override
    public void onSettingsRead(ChannelHandlerContext ctx, Http2Settings settings)
        throws Http2Exception {
      whole = true;
      server.onSettingsRead(ctx, settings);
    }

    @Override
    public void onPingRead(ChannelHandlerContext ctx, long data) throws Http2Exception {
      whole = true;
      server.onPingRead(ctx, data);
    }

    @Override
    public void onPingAckRead(ChannelHandlerContext ctx, long data) throws Http2Exception {
      whole = true;
      server.onPingAckRead(ctx, data);
    }

    @Override
    public void onPushPromiseRead(
        ChannelHandlerContext ctx, int stream, int promised, Http2Headers headers, int padding)
        throws Http2Exception {
      whole = true;
      server.onPushPromiseRead(ctx, stream, promised, headers, padding);
    }

    @Override
    public void onGoAwayRead(ChannelHandlerContext ctx, int last, long error, ByteBuf debug)
        throws Http2Exception {
      whole = true;
      server.onGoAwayRead(ctx, last, error, debug);
    }

    @Override
    public void onWindowUpdateRead(ChannelHandlerContext ctx, int stream, int increment)
        throws Http2Exception {
      whole = true;
      server.onWindowUpdateRead(ctx, stream, increment);
    }

    @Override
    public void onUnknownFrame(
        ChannelHandlerContext ctx, byte type, int stream, Http2Flags flags, ByteBuf payload)
        throws Http2Exception {
      whole = true;
      server.onUnknownFrame(ctx, type, stream, flags, payload);
    }
  }
}
