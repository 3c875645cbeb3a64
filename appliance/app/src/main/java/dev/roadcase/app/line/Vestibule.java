package dev.roadcase.app.line;

import dev.roadcase.app.line.Places.Eviction;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerAdapter;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.AttributeKey;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.impl.transports.NioTransport;
import io.vertx.core.net.TcpConfig;
import io.vertx.core.transport.Transport;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Where a connection stands until its TLS handshake is done. Vert.x shows a connection after that;
 * before, only the system's files would bound them. As in {@link Places}: beyond its share an
 * address gets no place. When all are taken, one of the address that has the most makes room, and
 * of those the oldest: a crowd that opens connections faster than handshakes are done turns its own
 * places over, and not the till's. A connection that was sent away is closed by its event loop, and
 * is memory until then: while that is behind with as many as there are places, another connection
 * of an address that is here already is closed at once, and with twice as many, each
 * (docs/decisions/0179). How long a handshake may take is the server's to say.
 */
public final class Vestibule {
  private static final AttributeKey<Place> PLACE = AttributeKey.valueOf(Vestibule.class, "place");

  private static final int LEAST = 64;

  /**
   * By the port that was connected to: a transport does not hear which of its servers speak TLS,
   * and a crowd before one door takes no place of another's. A connection without TLS is shown, and
   * leaves, as soon as its event loop has a moment.
   */
  private final Map<Integer, Entrance> byPort = new ConcurrentHashMap<>();

  private final int most;
  private final int mostOfOne;

  /**
   * What stands before one port.
   *
   * @param leaving connections that were sent away and are not closed yet
   */
  private record Entrance(Places places, AtomicInteger leaving) {}

  /**
   * An empty one: a quarter of the places behind it, and of an address's share the half, and never
   * fewer than {@link #LEAST} and half of it: a whole crew that comes back at once through one
   * router is let through, as a handshake takes milliseconds.
   *
   * @param connections places behind it, in all
   * @param connectionsOfOne of them, for one address
   */
  public Vestibule(int connections, int connectionsOfOne) {
    most = Math.max(LEAST, connections / 4);
    mostOfOne = Math.max(LEAST / 2, connectionsOfOne / 2);
  }

  /** Connections whose handshake is not done. */
  public int in() {
    return byPort.values().stream().mapToInt(entrance -> entrance.places().in()).sum();
  }

  /** Connections that were sent away and are not closed yet. */
  int leaving() {
    return byPort.values().stream().mapToInt(entrance -> entrance.leaving().get()).sum();
  }

  /** A transport of Vert.x whose servers have this before their door. */
  public Transport transport() {
    return new Guarded(new NioGuarded(new Doorman(this)));
  }

  /**
   * With how many connections an event loop may be behind before the next is closed at once. A
   * crowd is many connections of few addresses, a till that comes back one of its own.
   */
  private int leavingMost(boolean another) {
    return another ? most : 2 * most;
  }

  private Entrance before(int port) {
    return byPort.computeIfAbsent(
        port,
        _ ->
            new Entrance(
                new Places(most, mostOfOne, System::nanoTime, Eviction.LARGEST_CROWD),
                new AtomicInteger()));
  }

  /** The handshake is done. */
  static void leave(Channel channel) {
    Place place = channel.attr(PLACE).getAndSet(null);
    if (place != null) {
      place.leave();
    }
  }

  /** Stands where the server takes connections off the system. */
  @Sharable
  private static final class Doorman extends ChannelInboundHandlerAdapter {
    private final Vestibule vestibule;

    Doorman(Vestibule vestibule) {
      this.vestibule = vestibule;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object accepted) {
      if (!(accepted instanceof Channel channel) || enters(channel)) {
        ctx.fireChannelRead(accepted);
        return;
      }
      channel.unsafe().closeForcibly();
      ReferenceCountUtil.release(accepted);
    }

    private boolean enters(Channel channel) {
      if (!(channel.remoteAddress() instanceof InetSocketAddress from)
          || !(channel.localAddress() instanceof InetSocketAddress at)) {
        return false; // It has gone again.
      }
      Entrance entrance = vestibule.before(at.getPort());
      String address = ClientAddress.of(from.getAddress());
      if (entrance.leaving().get() >= vestibule.leavingMost(entrance.places().has(address))) {
        return false;
      }
      Optional<Place> place =
          entrance.places().enter(address, () -> sendAway(channel, entrance.leaving()));
      place.ifPresent(taken -> {
        channel.attr(PLACE).set(taken);
        channel.pipeline().addFirst(new TlsRecords(System::nanoTime));
        channel.closeFuture().addListener(_ -> taken.leave());
      });
      return place.isPresent();
    }

    private static void sendAway(Channel channel, AtomicInteger leaving) {
      leaving.incrementAndGet();
      channel.closeFuture().addListener(_ -> leaving.decrementAndGet());
      channel.pipeline().addFirst(new SentAway());
    }
  }

  /**
   * Closes its connection, from whatever thread it is put there. An event loop that is handed a
   * connection which is closed already complains of that, as of an error of the server, each time.
   */
  private static final class SentAway extends ChannelHandlerAdapter {
    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
      // Called by the connection's event loop, as soon as it has one.
      ctx.executor()
          .execute(() -> {
            var _ = ctx.channel().close();
          });
    }
  }

  private static final class NioGuarded extends NioTransport {
    private final Doorman doorman;

    NioGuarded(Doorman doorman) {
      this.doorman = doorman;
    }

    @Override
    public void configure(TcpConfig config, boolean domainSocket, ServerBootstrap bootstrap) {
      super.configure(config, domainSocket, bootstrap);
      bootstrap.handler(doorman);
    }
  }

  private record Guarded(io.vertx.core.spi.transport.Transport implementation)
      implements Transport {
    @Override
    public String name() {
      return "nio, guarded";
    }

    @Override
    public boolean available() {
      return implementation.isAvailable();
    }

    @Override
    public Throwable unavailabilityCause() {
      return implementation.unavailabilityCause();
    }
  }
}
