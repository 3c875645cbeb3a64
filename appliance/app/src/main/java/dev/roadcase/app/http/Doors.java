package dev.roadcase.app.http;

import dev.roadcase.app.config.BoxConfig.Limits;
import dev.roadcase.app.config.BoxConfig.Listen;
import dev.roadcase.app.line.ClientAddress;
import dev.roadcase.app.line.Credentials;
import dev.roadcase.app.line.Lines;
import dev.roadcase.app.line.Octets;
import dev.roadcase.app.line.Place;
import dev.roadcase.app.line.Places;
import dev.roadcase.app.line.Shelf;
import dev.roadcase.app.line.TlsPolicy;
import dev.roadcase.app.problem.Problem;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.openapi.router.RequestExtractor;
import io.vertx.ext.web.openapi.router.RouterBuilder;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.contract.Operation;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.X509KeyManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The three doors. Each of the devices' event loops has a server and a router of its own on the
 * same port, so that verifying signatures uses every core; visitors have event loops beside them,
 * so that nothing they ask for holds up a sale.
 */
public final class Doors {
  private static final Logger LOG = LoggerFactory.getLogger(Doors.class);

  /** Largest body that is read, in bytes. */
  public static final int BODY_MAX = 262_144;

  /** Requests by HTTP/2 that one connection may have under way. */
  private static final int STREAMS_OF_A_LINE = 100;

  /** Octets of a request's headers by HTTP/2; those of a till, with token and proof, are 2,000. */
  private static final int HEADERS_MAX = 16_384;

  private static final int HANDSHAKE_SECONDS = 5;

  private static final List<HttpMethod> METHODS =
      List.of(HttpMethod.GET, HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH, HttpMethod.DELETE);

  /** Handlers of the contract's operations, by {@code operationId}. */
  public interface Operations {
    Map<String, Handler<RoutingContext>> byId();
  }

  /** Routes that are not in the contract: pages for people. */
  public interface Pages {
    void mount(Router router);
  }

  /**
   * What stands behind the doors.
   *
   * @param first meets each request of a stranger before anything of it is read, and passes it on
   * @param ready what is answered ahead of all routes
   * @param held what all strangers have the box hold, at both doors
   * @param waiting what their requests weigh that wait for others of their address
   */
  public record Rooms(
      Handler<RoutingContext> first,
      OpenAPIContract contract,
      List<ReadyAnswers> ready,
      List<Operations> readOnly,
      List<Operations> unsafe,
      Pages visitorPages,
      Pages crewPages,
      Pages localDoor,
      ReadBody bodies,
      Octets held,
      Octets waiting,
      Credentials credentials) {}

  /** Where the doors turned out to be, when the system chose a port. */
  public record Ports(int https, int http, int admin) {}

  private final Vertx vertx;
  private final Rooms rooms;
  private final CrossOrigin crossOrigin;
  private final KeyManagerFactory own;
  private final Limits limits;
  private final Places atHttps;
  private final Places atHttp;
  private final HeapGuard heap;
  private final Set<Thread> devicesLoops = ConcurrentHashMap.newKeySet();
  private final Set<Thread> visitorsLoops = ConcurrentHashMap.newKeySet();
  private final AtomicInteger httpsPort = new AtomicInteger();
  private final AtomicInteger httpPort = new AtomicInteger();

  public Doors(Vertx vertx, Rooms rooms, Limits limits, KeyManagerFactory own) {
    this.vertx = vertx;
    this.rooms = rooms;
    this.crossOrigin = new CrossOrigin(rooms.contract());
    this.limits = limits;
    this.atHttps = places();
    this.atHttp = places();
    this.heap = HeapGuard.of(vertx, () -> atHttps.closeTheHeaviest() + atHttp.closeTheHeaviest());
    this.own = own;
  }

  private Places places() {
    return new Places(
        limits.connections(),
        limits.connectionsOfOne(),
        System::nanoTime,
        rooms.held(),
        rooms.waiting());
  }

  /** Connections that are open at the visitors' door and at the devices'. */
  public int visitorsIn() {
    return atHttp.in();
  }

  public int devicesIn() {
    return atHttps.in();
  }

  /**
   * Opens all three. Fails when a port is taken.
   *
   * @param clear makes way at the visitors' door; called when all else is open, so that nobody
   *     stands before it for longer than it takes to listen
   */
  public Future<Ports> open(Listen https, Listen http, Listen admin, Callable<?> clear) {
    int loops = loops();
    LastDoor last = new LastDoor(loops, clear);
    // One after the other: event loops are given out in turn, so that no two of these share one.
    return vertx
        .deployVerticle(() -> new DevicesLoop(https), new DeploymentOptions().setInstances(loops))
        .compose(deployed ->
            vertx.deployVerticle(
                () -> new VisitorsLoop(http, last), new DeploymentOptions().setInstances(loops)))
        .compose(deployed -> {
          if (!Collections.disjoint(devicesLoops, visitorsLoops)) {
            LOG.warn("visitors share an event loop with devices: what they ask for holds up sales");
          }
          return localDoor(admin);
        })
        .map(local -> new Ports(httpsPort.get(), httpPort.get(), local.actualPort()));
  }

  /** Event loops of each of the two public doors. */
  static int loops() {
    return Math.max(1, Runtime.getRuntime().availableProcessors());
  }

  /** Event loops that {@link Vertx} has to have, so that both doors have theirs. */
  public static int eventLoops() {
    return 2 * loops();
  }

  private Future<HttpServer> localDoor(Listen admin) {
    Router router = Router.router(vertx);
    router.route().handler(BodyHandler.create(false).setBodyLimit(BODY_MAX));
    rooms.localDoor().mount(router);
    lastWord(router, _ -> "");
    return listen(
        server(new HttpServerOptions(), admin)
            .connectionHandler(connection ->
                Lines.attend(
                    connection,
                    limits.deadlines(),
                    Shelf.EMPTY,
                    Optional.empty(),
                    Credentials.NONE))
            .requestHandler(AsGet.before(router)),
        admin);
  }

  /** Waits for all event loops to be ready, and has the visitors' door cleared once. */
  private final class LastDoor {
    private final AtomicInteger toCome;
    private final Callable<?> clear;
    private final Promise<Object> cleared = Promise.promise();

    LastDoor(int loops, Callable<?> clear) {
      this.toCome = new AtomicInteger(loops);
      this.clear = clear;
    }

    Future<?> ready() {
      if (toCome.decrementAndGet() == 0) {
        vertx.<Object>executeBlocking(clear::call).onComplete(cleared);
      }
      return cleared.future();
    }
  }

  private final class DevicesLoop extends VerticleBase {
    private final Listen https;

    DevicesLoop(Listen https) {
      this.https = https;
    }

    @Override
    public Future<?> start() {
      devicesLoops.add(Thread.currentThread());
      HttpServerOptions tls =
          TlsPolicy.on(new HttpServerOptions())
              .setSsl(true)
              .setUseAlpn(true)
              // What is not in the list is answered 501, also by a client without ALPN.
              .setAlpnVersions(
                  List.of(HttpVersion.HTTP_2, HttpVersion.HTTP_1_1, HttpVersion.HTTP_1_0))
              .setInitialSettings(
                  new Http2Settings()
                      .setMaxConcurrentStreams(STREAMS_OF_A_LINE)
                      .setMaxHeaderListSize(HEADERS_MAX))
              // The other one hangs once 64 KiB are under way (docs/decisions/0118).
              .setHttp2MultiplexImplementation(true)
              .setKeyCertOptions(KeyCertOptions.wrap((X509KeyManager) own.getKeyManagers()[0]));
      return listen(guarded(securedRouter(), tls, https, atHttps), https)
          .onSuccess(server -> httpsPort.set(server.actualPort()));
    }
  }

  private final class VisitorsLoop extends VerticleBase {
    private final Listen http;
    private final LastDoor last;

    VisitorsLoop(Listen http, LastDoor last) {
      this.http = http;
      this.last = last;
    }

    @Override
    public Future<?> start() {
      visitorsLoops.add(Thread.currentThread());
      HttpServer visitors = guarded(visitorRouter(), new HttpServerOptions(), http, atHttp);
      return last.ready()
          .compose(ignored -> listen(visitors, http))
          .onSuccess(server -> httpPort.set(server.actualPort()));
    }
  }

  /**
   * A server for strangers. One connection too many is closed before it has said anything. (On
   * HTTPS after its handshake, for which it has five seconds.)
   */
  private HttpServer guarded(Router router, HttpServerOptions options, Listen at, Places places) {
    FastLane lane = new FastLane(rooms.ready(), AsGet.before(router));
    return server(options, at)
        .connectionHandler(connection -> {
          Optional<Place> place =
              places.enter(ClientAddress.of(connection.remoteAddress()), connection::close);
          if (place.isPresent()) {
            Lines.attend(connection, limits.deadlines(), lane, place, rooms.credentials());
          } else {
            connection.close();
          }
        })
        .requestHandler(new RequestGate(lane, heap, rooms.credentials()));
  }

  private HttpServer server(HttpServerOptions options, Listen at) {
    return vertx.createHttpServer(
        options
            // With it a connection is noticed at its first octets only, and who says nothing is
            // not counted.
            .setHttp2ClearTextEnabled(false)
            .setSslHandshakeTimeout(HANDSHAKE_SECONDS)
            .setSslHandshakeTimeoutUnit(TimeUnit.SECONDS)
            .setIdleTimeout((int) limits.idle().toSeconds())
            .setIdleTimeoutUnit(TimeUnit.SECONDS)
            .setCompressionSupported(false)
            // No door speaks WebSocket. A handler for its extensions would stand in every line, and
            // wait for answers that leave without it.
            .setPerFrameWebSocketCompressionSupported(false)
            .setPerMessageWebSocketCompressionSupported(false)
            .setHost(at.host())
            .setPort(at.port()));
  }

  private static Future<HttpServer> listen(HttpServer server, Listen at) {
    return server.listen().recover(cause -> Future.failedFuture(new PortTaken(at, cause)));
  }

  /**
   * Whether a server could listen there now, asked before anything is written down: a box whose
   * port is taken has not started.
   *
   * @throws PortTaken when it could not
   */
  public static void requireFree(List<Listen> doors) {
    for (Listen door : doors) {
      try (ServerSocket socket = new ServerSocket()) {
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(door.host(), door.port()));
      } catch (IOException | IllegalArgumentException e) {
        throw new PortTaken(door, e);
      }
    }
  }

  /** A door that cannot be opened. */
  public static final class PortTaken extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PortTaken(Listen door, Throwable cause) {
      super(
          door
              + " cannot be listened on ("
              + cause.getMessage()
              + "). Stop what uses it, or choose another address under [listen].",
          cause);
    }
  }

  private Router visitorRouter() {
    Router router = Router.router(vertx);
    router.route().handler(rooms.first());
    router.route().handler(Doors::headers).handler(crossOrigin);
    rooms.visitorPages().mount(router);
    // Nothing at this door has a body: none is read.
    mountContract(router, rooms.readOnly(), false);
    lastWord(router, path -> allowed(rooms.contract(), rooms.readOnly(), path));
    return router;
  }

  private Router securedRouter() {
    Router router = Router.router(vertx);
    router.route().handler(rooms.first());
    router.route().handler(Doors::headers).handler(crossOrigin);
    rooms.visitorPages().mount(router);
    rooms.crewPages().mount(router);
    List<Operations> all = new ArrayList<>(rooms.readOnly());
    all.addAll(rooms.unsafe());
    mountContract(router, all, true);
    lastWord(router, path -> allowed(rooms.contract(), all, path));
    return router;
  }

  private void mountContract(Router root, List<Operations> operations, boolean bodies) {
    RouterBuilder builder =
        RouterBuilder.create(vertx, rooms.contract(), RequestExtractor.withBodyHandler());
    if (bodies) {
      builder.rootHandler(rooms.bodies().reading(BODY_MAX)).rootHandler(ReadBody::here);
    }
    Map<String, Handler<RoutingContext>> handlers = new java.util.HashMap<>();
    operations.forEach(o -> handlers.putAll(o.byId()));
    builder
        .getRoutes()
        .forEach(route -> {
          Handler<RoutingContext> handler = handlers.get(route.getOperation().getOperationId());
          route.setDoValidation(false);
          if (handler == null) {
            // Of another door: as if it were not there.
            route.addHandler(ctx -> Reply.problem(ctx, Reply.ofStatus(404)));
          } else {
            route.addHandler(new RequestCheck(rooms.contract(), route.getOperation()));
            route.addHandler(handler);
          }
          route.addFailureHandler(Reply::failure);
        });
    root.route("/*").subRouter(builder.createRouter());
  }

  private static void headers(RoutingContext ctx) {
    if (ctx.request().authority() == null) {
      Reply.problem(ctx, Problem.malformed("The Host header is missing (RFC 9112, section 3.2)."));
      return;
    }
    try {
      if (ctx.request().query() != null) {
        ctx.request().params();
      }
    } catch (IllegalArgumentException e) {
      Reply.problem(ctx, Problem.malformed("The query cannot be read: a % is two hex digits."));
      return;
    }
    // Not "no-referrer": with it a browser hides the origin of our own forms from us as well.
    ctx.response()
        .putHeader("X-Content-Type-Options", "nosniff")
        .putHeader("Referrer-Policy", "same-origin")
        .putHeader("X-Frame-Options", "DENY")
        .putHeader(
            "Content-Security-Policy",
            "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'");
    ctx.next();
  }

  /** What a path is asked for by at this door, out of the contract; empty when it is not there. */
  private static String allowed(
      OpenAPIContract contract, List<Operations> operations, String path) {
    Set<String> here =
        operations.stream().flatMap(o -> o.byId().keySet().stream()).collect(Collectors.toSet());
    List<String> allowed = new ArrayList<>();
    for (HttpMethod method : METHODS) {
      Operation operation = contract.findOperation(path, method);
      if (operation != null && here.contains(operation.getOperationId())) {
        allowed.add(method.name());
        if (HttpMethod.GET.equals(method)) {
          allowed.add("HEAD");
        }
      }
    }
    return String.join(", ", allowed);
  }

  private static void lastWord(Router router, UnaryOperator<String> allowed) {
    router.route().failureHandler(Reply::failure);
    router.errorHandler(
        405,
        ctx -> {
          String methods = allowed.apply(String.valueOf(ctx.request().path()));
          if (methods.isEmpty()) {
            Reply.problem(ctx, Reply.ofStatus(404));
          } else {
            ctx.response().putHeader(HttpHeaders.ALLOW, methods);
            Reply.problem(ctx, Reply.ofStatus(405));
          }
        });
    for (int status : new int[] {400, 404, 406, 413, 415, 500}) {
      router.errorHandler(
          status,
          ctx -> {
            if (ctx.failure() != null) {
              Reply.failure(ctx);
            } else {
              Reply.problem(ctx, Reply.ofStatus(status));
            }
          });
    }
  }

  public static String bearer(RoutingContext ctx) {
    String header = ctx.request().getHeader(HttpHeaders.AUTHORIZATION);
    return header != null && header.regionMatches(true, 0, "Bearer ", 0, 7)
        ? header.substring(7).strip()
        : "";
  }
}
