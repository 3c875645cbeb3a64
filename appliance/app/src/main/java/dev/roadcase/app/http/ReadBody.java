package dev.roadcase.app.http;

import dev.roadcase.app.line.Bodies;
import dev.roadcase.app.line.ClientAddress;
import dev.roadcase.app.line.Lines;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;

/**
 * Reads a request's body, within the room that there is for the bodies of strangers: {@link
 * Bodies}.
 */
final class ReadBody {
  /** Where a request has what is to be run when its body is here. */
  private static final String COMING = "roadcase.body.coming";

  private final Vertx vertx;
  private final Bodies bodies;

  ReadBody(Vertx vertx, Bodies bodies) {
    this.vertx = vertx;
    this.bodies = bodies;
  }

  /** Reads it before the next handler of the route. Octets; beyond them 413. */
  Route on(Route route, int most) {
    return route.handler(reading(most)).handler(ReadBody::here);
  }

  /** To be followed by {@link #here}. */
  Handler<RoutingContext> reading(int most) {
    BodyHandler reader = BodyHandler.create(false).setBodyLimit(most);
    return ctx -> {
      int octets = octets(ctx.request(), most);
      if (octets > 0) {
        // That of a device that has shown its token is counted nowhere.
        boolean known = Lines.known(ctx.request().connection());
        Runnable over = known ? ReadBody::nothing : begins(ctx, octets);
        ctx.put(COMING, over);
      }
      reader.handle(ctx);
    };
  }

  private static void nothing() {}

  private Runnable begins(RoutingContext ctx, int octets) {
    Context loop = vertx.getOrCreateContext();
    Bodies.Coming coming =
        bodies.begins(
            ClientAddress.of(ctx.request().remoteAddress()),
            octets,
            () -> loop.runOnContext(_ -> ctx.response().reset()));
    ctx.addEndHandler(_ -> coming.over());
    return coming::over;
  }

  /** The body is here. */
  static void here(RoutingContext ctx) {
    Runnable over = ctx.remove(COMING);
    if (over != null) {
      over.run();
    }
    ctx.next();
  }

  /** Whether the body was still coming: what failed then is the sender's, or the air's. */
  static boolean wasComing(RoutingContext ctx) {
    return ctx.get(COMING) != null;
  }

  /** As many as it says, or as it may have. */
  private static int octets(HttpServerRequest request, int most) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    if (length == null) {
      // By HTTP/2 every body may come without (RFC 9113, 8.1.1).
      boolean may =
          request.version() == HttpVersion.HTTP_2
              || request.headers().contains(HttpHeaders.TRANSFER_ENCODING);
      return may && !request.isEnded() ? most : 0;
    }
    try {
      return Math.clamp(Long.parseLong(length), 0, most);
    } catch (NumberFormatException e) {
      return most;
    }
  }
}
