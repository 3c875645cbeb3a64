package dev.roadcase.app.line;

import dev.roadcase.app.line.Octets.Room;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.AsciiString;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection that speaks HTTP/1. Stands directly before the server, which sees what is not
 * answered here: a request that is late is answered 408 where that is still possible, and what lies
 * ready is sent as it is.
 */
final class Http1Line extends ChannelDuplexHandler {
  private static final Logger LOG = LoggerFactory.getLogger(Http1Line.class);

  static final String NAME = "line";
  static final String DECODER = "httpDecoder";
  static final String ENCODER = "httpEncoder";

  /** Requests of one connection that may be under way; more wait as octets, which weigh less. */
  static final int PIPELINED_MAX = 8;

  /** Octets that are decoded before {@link #PIPELINED_MAX} is looked at again: some 30 requests. */
  private static final int SLICE = 1_024;

  /** Of what waits as octets: more than the reads that are under way can bring. */
  private static final int HELD_MAX = 512 * 1_024;

  /**
   * How long octets are taken that nobody looks at, after the last answer. A connection that is
   * closed while some are on their way is reset, and the answer is lost with it (RFC 9112, 9.6).
   */
  private static final Duration LINGER = Duration.ofSeconds(2);

  /** How many of them. */
  private static final int LINGER_OCTETS = 1 << 20;

  /** What {@link #PIPELINED_MAX} requests weigh, and their small answers. */
  private static final int PIPELINED_OCTETS = 64 * 1_024;

  /** What answers that nobody takes weigh at most before no request is decoded any more. */
  static final int UNREAD_OCTETS = 32 * 1_024;

  private static final AsciiString KEEP_ALIVE = AsciiString.cached("keep-alive");

  private final Optional<Place> place;
  private final Shelf shelf;
  private final Deadline head;
  private final Deadline body;
  private final Deadline linger = new Deadline(LINGER, this::close);
  private ChannelHandlerContext self;
  private ChannelHandlerContext wire;

  /** Requests that the server has, or has in part, and has not answered to the end. */
  private int open;

  /** The server has begun to answer, and has not ended. */
  private boolean answering;

  /** A request's head has come, its end has not. */
  private boolean receiving;

  /** The end of the request that is being received is for nobody: it was answered here. */
  private boolean answeredHere;

  /** Something was decoded from the octets that are being looked at. */
  private boolean decoded;

  /** The last request that is listened to has come. */
  private boolean last;

  /** To be said when all requests before it are answered; what comes after it is not looked at. */
  private @Nullable LastAnswer refusal;

  private boolean ready;
  private boolean heldBack;
  private boolean over;

  /** For more than one request at once, and for answers that nobody takes. */
  private @Nullable Room pipelined;

  private @Nullable Room unread;

  /** Octets that have come since, and were thrown away. */
  private int ignored;

  private final Incoming incoming = new Incoming();

  @SuppressWarnings("NullAway.Init") // set when it takes its place in the pipeline
  Http1Line(Deadlines deadlines, Shelf shelf, Optional<Place> place) {
    this.place = place;
    this.shelf = shelf;
    this.head = new Deadline(deadlines.head(), this::late);
    this.body = new Deadline(deadlines.body(), this::late);
  }

  /** Puts it into a pipeline of which decoder, encoder and server have their places. */
  void takePlace(ChannelPipeline pipeline, String server) {
    pipeline.addBefore(DECODER, NAME + " octets", incoming);
    pipeline.addBefore(server, NAME, this);
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    self = ctx;
    wire = ctx.pipeline().context(ENCODER);
  }

  /**
   * Sees the octets before and after they are decoded. A request weighs twenty times what its
   * octets do, so a connection that sends many at once has few of them decoded, and waits with the
   * rest.
   */
  private final class Incoming extends ChannelInboundHandlerAdapter {
    private final Deque<ByteBuf> held = new ArrayDeque<>();
    private final List<Room> rooms = new ArrayList<>();
    private int heldOctets;

    /** Of them, those that {@link #rooms} are for. */
    private int weighed;

    private boolean resuming;
    private ChannelHandlerContext decoder;

    @SuppressWarnings("NullAway.Init") // set when it takes its place in the pipeline
    Incoming() {}

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
      decoder = ctx;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object octets) {
      if (over || refusal != null || !(octets instanceof ByteBuf came)) {
        ignore(octets);
        return;
      }
      held.add(came);
      heldOctets += came.readableBytes();
      decode();
      weigh();
      if (heldOctets > HELD_MAX) {
        close();
      } else if (!held.isEmpty()) {
        self.channel().config().setAutoRead(false);
      }
    }

    private void ignore(Object octets) {
      if (octets instanceof ByteBuf came) {
        ignored += came.readableBytes();
        if (ignored > LINGER_OCTETS) {
          close();
        }
      }
      ReferenceCountUtil.release(octets);
    }

    private void decode() {
      while (!held.isEmpty() && mayDecode() && !over && refusal == null) {
        ByteBuf first = held.getFirst();
        int length = Math.min(SLICE, first.readableBytes());
        heldOctets -= length;
        pass(
            length == first.readableBytes() ? held.removeFirst() : first.readRetainedSlice(length));
      }
    }

    /** Of somebody who does not read, or for whom there is no room, one is looked at. */
    private boolean mayDecode() {
      return open == 0
          ? self.channel().isWritable()
          : open < PIPELINED_MAX && (receiving || (self.channel().isWritable() && mayPipeline()));
    }

    /** What waits counts; when it finds no room, its connection ends. */
    private void weigh() {
      int more = heldOctets - weighed;
      if (more > 0 && place.isPresent()) {
        Room room = place.get().room(more);
        if (room.refusal() != null) {
          closeSoon();
        } else {
          rooms.add(room);
          weighed = heldOctets;
        }
      } else if (heldOctets == 0) {
        rooms.forEach(Room::giveBack);
        rooms.clear();
        weighed = 0;
      }
    }

    private void pass(ByteBuf octets) {
      decoded = false;
      decoder.fireChannelRead(octets);
      if (receiving) {
        head.lift();
        body.begin(self);
      } else if (decoded) {
        // (Should a piece of the next head have come along, its time begins with its next octet.)
        head.lift();
        body.lift();
      } else {
        head.begin(self);
      }
    }

    /** An answer has left: there is room for a request, once the one who wrote it has returned. */
    void makeRoom() {
      if (!held.isEmpty() && !resuming) {
        resuming = true;
        decoder.executor().execute(this::resume);
      }
    }

    private void resume() {
      resuming = false;
      decode();
      weigh();
      decoder.fireChannelReadComplete();
      readOn();
    }

    /** Unless there is a reason not to. */
    void readOn() {
      if (held.isEmpty() && !heldBack && !over) {
        self.channel().config().setAutoRead(true);
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
      drop();
      ctx.fireChannelInactive();
    }

    void drop() {
      held.forEach(ByteBuf::release);
      held.clear();
      heldOctets = 0;
      weigh();
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    decoded = true;
    if (over) {
      ReferenceCountUtil.release(message);
      return;
    }
    boolean ends = message instanceof LastHttpContent;
    if (message instanceof HttpRequest request) {
      if (!request.decoderResult().isSuccess()) {
        refuse(LastAnswer.to(request));
        ReferenceCountUtil.release(message);
        return;
      }
      if (!isSpoken(request.protocolVersion())) {
        refuse(LastAnswer.OTHER_VERSION);
        ReferenceCountUtil.release(message);
        return;
      }
      receiving = !ends;
      if (open == 0 && !ends && answeredHere(request)) {
        return;
      }
      begins(request);
    } else if (message instanceof HttpObject piece && !piece.decoderResult().isSuccess()) {
      ReferenceCountUtil.release(message);
      endsBadly(LastAnswer.toPiece(piece));
      return;
    } else if (ends) {
      receiving = false;
      if (answeredHere) {
        answeredHere = false;
        ReferenceCountUtil.release(message);
        return;
      }
    }
    if (ends && open > 0) {
      place.ifPresent(Place::asks);
    }
    ctx.fireChannelRead(message);
  }

  private boolean mayPipeline() {
    if (pipelined == null) {
      pipelined = room(PIPELINED_OCTETS);
    }
    return pipelined != null;
  }

  /** Nothing when there is none. */
  private @Nullable Room room(int octets) {
    Room room = place.map(taken -> taken.room(octets)).orElse(Room.GRANTED);
    return room.refusal() == null ? room : null;
  }

  private static void giveBack(@Nullable Room room) {
    if (room != null) {
      room.giveBack();
    }
  }

  private static boolean isSpoken(HttpVersion version) {
    return HttpVersion.HTTP_1_1.equals(version) || HttpVersion.HTTP_1_0.equals(version);
  }

  private void begins(HttpRequest request) {
    open++;
    last |= !staysOpen(request);
  }

  private boolean answeredHere(HttpRequest request) {
    if (last || !plain(request) || !self.channel().isWritable()) {
      return false;
    }
    ByteBuf answer = shelf.answer(request);
    if (answer == null) {
      return false;
    }
    answeredHere = true;
    ready = true;
    var _ = wire.write(answer, wire.voidPromise());
    place.ifPresent(Place::rests);
    if (!heldBack && !self.channel().isWritable()) {
      // Who does not read is not read from.
      heldBack = true;
      self.channel().config().setAutoRead(false);
    }
    return true;
  }

  /** A GET without anything that asks for more than the answer. */
  private static boolean plain(HttpRequest request) {
    HttpHeaders headers = request.headers();
    return HttpMethod.GET.equals(request.method())
        && staysOpen(request)
        && oneHost(headers)
        && !headers.contains(HttpHeaderNames.IF_NONE_MATCH)
        && !headers.contains(HttpHeaderNames.RANGE)
        && !headers.contains(HttpHeaderNames.CONTENT_LENGTH)
        && !headers.contains(HttpHeaderNames.TRANSFER_ENCODING)
        && !headers.contains(HttpHeaderNames.EXPECT)
        && !headers.contains(HttpHeaderNames.UPGRADE);
  }

  private static boolean oneHost(HttpHeaders headers) {
    List<String> hosts = headers.getAll(HttpHeaderNames.HOST);
    return hosts.size() == 1 && HostHeader.canBe(hosts.getFirst());
  }

  private static boolean staysOpen(HttpRequest request) {
    String connection = request.headers().get(HttpHeaderNames.CONNECTION);
    return HttpVersion.HTTP_1_1.equals(request.protocolVersion())
        && (connection == null || KEEP_ALIVE.contentEqualsIgnoreCase(connection));
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    if (ready) {
      ready = false;
      wire.flush();
    }
    ctx.fireChannelReadComplete();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (ctx.channel().isWritable()) {
      giveBack(unread);
      unread = null;
      incoming.makeRoom();
      if (heldBack) {
        heldBack = false;
        incoming.readOn();
      }
    } else if (unread == null) {
      unread = room(UNREAD_OCTETS);
      // What lies ready is nobody's own, and its picture is to arrive.
      if (unread == null && !heldBack && open == 0) {
        closeSoon();
      }
    }
    ctx.fireChannelWritabilityChanged();
  }

  @Override
  public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
    if (over) {
      ReferenceCountUtil.release(message);
      promise.tryFailure(new ClosedChannelException());
      return;
    }
    if (message instanceof HttpObject) {
      count(message);
    }
    var _ = ctx.write(message, promise);
    leaveWhenAllIsSaid();
  }

  private void count(Object message) {
    if (message instanceof HttpResponse response) {
      if (response.status().codeClass() == HttpStatusClass.INFORMATIONAL) {
        return;
      }
      answering = true;
    }
    if (message instanceof LastHttpContent) {
      answering = false;
      open = Math.max(0, open - 1);
      if (open == 0) {
        giveBack(pipelined);
        pipelined = null;
        place.ifPresent(Place::rests);
      }
      incoming.makeRoom();
    }
  }

  /** Somebody who has begun a request did not end it in time. */
  private void late() {
    endsBadly(LastAnswer.TOO_SLOW);
  }

  /** Nothing that comes can be told apart any more; said while it is an answer to something. */
  private void endsBadly(LastAnswer why) {
    boolean mayBeTold = !answering && open == (receiving && !answeredHere ? 1 : 0);
    if (mayBeTold) {
      leave(why);
    } else {
      over = true;
      close();
    }
  }

  private void close() {
    var _ = self.channel().close();
  }

  /** The server does not bear a connection that is closed while it takes what was read. */
  private void closeSoon() {
    self.executor().execute(this::close);
  }

  private void refuse(LastAnswer why) {
    receiving = false;
    refusal = why;
    leaveWhenAllIsSaid();
  }

  private void leaveWhenAllIsSaid() {
    LastAnswer last = refusal;
    if (last != null && open == 0 && !over) {
      leave(last);
    }
  }

  private void leave(LastAnswer last) {
    over = true;
    incoming.drop();
    place.ifPresent(Place::rests);
    // Through whatever waits behind a large file: what was answered before goes first.
    var _ = self.writeAndFlush(last.response()).addListener(_ -> hearTheRest());
  }

  /** Says that this was all, and takes what is still coming until the other side has said so. */
  private void hearTheRest() {
    if (!(self.channel() instanceof DuplexChannel channel)) {
      close();
      return;
    }
    SslHandler tls = channel.pipeline().get(SslHandler.class);
    ChannelFuture said = tls == null ? channel.newSucceededFuture() : tls.closeOutbound();
    var _ =
        said.addListener(_ -> {
          var _ = channel.shutdownOutput();
        });
    channel.config().setAutoRead(true);
    linger.begin(self);
  }

  /**
   * A connection that was reset is gone. The server hears so by its end: it does not bear to hear
   * of the reset while a request of it has no answer yet.
   */
  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) throws Exception {
    if (cause instanceof IOException) {
      LOG.debug("a connection broke", cause);
      close();
    } else {
      super.exceptionCaught(ctx, cause);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    head.lift();
    body.lift();
    linger.lift();
    giveBack(pipelined);
    giveBack(unread);
    pipelined = null;
    unread = null;
    ctx.fireChannelInactive();
  }
}
