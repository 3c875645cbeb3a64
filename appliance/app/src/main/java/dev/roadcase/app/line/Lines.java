package dev.roadcase.app.line;

import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.stream.ChunkedWriteHandler;
import io.netty.util.AttributeKey;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.Optional;
import java.util.function.Consumer;

/** Attends to the connections of a server of Vert.x. */
public final class Lines {
  private static final AttributeKey<Place> PLACE = AttributeKey.valueOf(Lines.class, "place");

  /** As Vert.x names it. */
  private static final String SERVER = "handler";

  /** A line's share of what thousands of lines may have sent and nobody has looked at yet. */
  private static final RecvByteBufAllocator SMALL_READS =
      new AdaptiveRecvByteBufAllocator(64, 2_048, 16_384);

  /** Octets of answers that wait, from which on no request of HTTP/1 is decoded, and until. */
  private static final WriteBufferWaterMark SMALL_WRITES =
      new WriteBufferWaterMark(Http1Line.UNREAD_OCTETS / 4, Http1Line.UNREAD_OCTETS / 2);

  private Lines() {}

  /**
   * For a connection that was just made.
   *
   * @param shelf what is answered without the server; of use where the octets leave as they are,
   *     which is without TLS
   * @param credentials by which a request has room that strangers cannot take
   */
  public static void attend(
      HttpConnection connection,
      Deadlines deadlines,
      Shelf shelf,
      Optional<Place> place,
      Credentials credentials) {
    Channel channel = ((ConnectionBase) connection).channel();
    ChannelPipeline pipeline = channel.pipeline();
    Vestibule.leave(channel);
    TlsRecords.handshakeIsDone(pipeline);
    channel.config().setRecvByteBufAllocator(SMALL_READS);
    place.ifPresent(taken -> {
      channel.attr(PLACE).set(taken);
      channel.closeFuture().addListener(_ -> taken.leave());
    });
    if (pipeline.get(Http2ConnectionHandler.class) != null) {
      new Http2Line(deadlines, place, credentials, System::nanoTime).takePlace(pipeline);
    } else {
      // What waits behind a large file must not be overtaken.
      channel.config().setWriteBufferWaterMark(SMALL_WRITES);
      boolean inOrder = pipeline.get(ChunkedWriteHandler.class) == null;
      new Http1Line(deadlines, inOrder ? shelf : Shelf.EMPTY, place).takePlace(pipeline, SERVER);
    }
  }

  /**
   * Bounds what the system keeps for somebody who does not read: by itself it takes megabytes.
   * (Linux doubles the figure, socket(7).) Without effect on a line that many streams share.
   */
  public static void bound(HttpConnection connection, int octets) {
    Channel channel = ((ConnectionBase) connection).channel();
    if (channel.pipeline().get(Http2ConnectionHandler.class) == null) {
      channel.config().setOption(ChannelOption.SO_SNDBUF, octets);
    }
  }

  /** Room for octets that are in memory for that connection alone; always, at the local door. */
  public static Octets.Room room(HttpConnection connection, int octets) {
    Place place = ((ConnectionBase) connection).channel().attr(PLACE).get();
    return place == null ? Octets.Room.GRANTED : place.room(octets);
  }

  /**
   * As {@link #room}, when what its address has under way leaves some.
   *
   * @param comes is told the room, or that there is none, on whatever thread; not at the local door
   */
  public static Octets.Turn roomInTurn(
      HttpConnection connection, int octets, Consumer<Octets.Room> comes) {
    return ((ConnectionBase) connection).channel().attr(PLACE).get().roomInTurn(octets, comes);
  }

  /** Whether whoever is at the other end has shown that it is one of ours, or is at the box. */
  public static boolean known(HttpConnection connection) {
    Place place = ((ConnectionBase) connection).channel().attr(PLACE).get();
    return place == null || place.known();
  }

  /** Whoever is at the other end has shown that it is one of ours. */
  public static void recognise(HttpConnection connection) {
    Place place = ((ConnectionBase) connection).channel().attr(PLACE).get();
    if (place != null) {
      place.recognise();
    }
  }
}
