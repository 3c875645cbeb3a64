package dev.roadcase.app.http;

import dev.roadcase.app.box.NotNow;
import dev.roadcase.app.line.Bodies;
import dev.roadcase.app.line.ClientAddress;
import dev.roadcase.app.line.Lines;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.internal.http.HttpServerRequestInternal;
import io.vertx.core.internal.http.HttpServerRequestWrapper;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.impl.RoutingContextDecorator;
import io.vertx.ext.web.impl.RoutingContextInternal;

/**
 * Reads a request's body, within the room that there is for the bodies of strangers: {@link
 * Bodies}.
 */
public final class ReadBody {
  /** Where a request has what is to be run when its body is here. */
  private static final String COMING = "roadcase.body.coming";

  private static final int NONE = 0;
  private static final int UNSAID = -1;

  /** Nothing was done, the client may send it again by itself (RFC 9113, 7 and 8.7). */
  private static final long REFUSED_STREAM = 0x7;

  private final Vertx vertx;
  private final Bodies bodies;

  public ReadBody(Vertx vertx, Bodies bodies) {
    this.vertx = vertx;
    this.bodies = bodies;
  }

  /** Reads it before the next handler of the route. Octets; beyond them 413. */
  public Route on(Route route, int most) {
    return route.handler(reading(most)).handler(ReadBody::here);
  }

  /** To be followed by {@link #here}. */
  Handler<RoutingContext> reading(int most) {
    BodyHandler reader = BodyHandler.create(false).setBodyLimit(most);
    return ctx -> {
      int octets = octets(ctx.request(), most);
      // That of a device that has shown its token is counted nowhere.
      if (octets == NONE || Lines.known(ctx.request().connection())) {
        if (octets != NONE) {
          ctx.put(COMING, (Runnable) ReadBody::nothing);
        }
        reader.handle(ctx);
      } else if (octets == UNSAID) {
        Bodies.Coming coming = bodies.beginsWithoutLength(address(ctx), most, ending(ctx));
        waitsFor(ctx, coming);
        reader.handle(new Counted(ctx, coming));
      } else {
        waitsFor(ctx, bodies.begins(address(ctx), octets, ending(ctx)));
        reader.handle(ctx);
      }
    };
  }

  private static void nothing() {}

  private static String address(RoutingContext ctx) {
    return ClientAddress.of(ctx.request().remoteAddress());
  }

  private static void waitsFor(RoutingContext ctx, Bodies.Coming coming) {
    ctx.put(COMING, (Runnable) coming::over);
    ctx.addEndHandler(_ -> coming.over());
  }

  /** Run by whichever loop needs the room; the request ends on its own. */
  private Runnable ending(RoutingContext ctx) {
    Context loop = vertx.getOrCreateContext();
    return () -> loop.runOnContext(_ -> ends(ctx));
  }

  /** There is no room for it. Nothing of it was looked at: it may be sent again as it is. */
  private static void ends(RoutingContext ctx) {
    if (!wasComing(ctx) || ctx.response().headWritten() || ctx.response().ended()) {
      return;
    }
    if (ctx.request().version() == HttpVersion.HTTP_2) {
      ctx.response().reset(REFUSED_STREAM);
      return;
    }
    // What follows on this line is the rest of the body: nobody reads it.
    ctx.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    ctx.addEndHandler(_ -> ctx.request().connection().close());
    ctx.fail(
        new NotNow(NotNow.Reason.TOO_BUSY, "too many bodies are coming in from one address", 1));
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

  /** As many as it says; {@link #UNSAID}; or {@link #NONE}. */
  private static int octets(HttpServerRequest request, int most) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    if (length == null) {
      // By HTTP/2 every body may come without (RFC 9113, 8.1.1).
      boolean may =
          request.version() == HttpVersion.HTTP_2
              || request.headers().contains(HttpHeaders.TRANSFER_ENCODING);
      return may && !request.isEnded() ? UNSAID : NONE;
    }
    try {
      return Math.clamp(Long.parseLong(length), NONE, most);
    } catch (NumberFormatException e) {
      return most;
    }
  }

  /** Tells how much has come of a body that does not say its length. */
  @SuppressWarnings("unchecked") // Vert.x' own: its data() is narrower than what it implements
  private static final class Counted extends RoutingContextDecorator {
    private final HttpServerRequest request;

    Counted(RoutingContext ctx, Bodies.Coming coming) {
      super(ctx.currentRoute(), (RoutingContextInternal) ctx);
      request =
          new HttpServerRequestWrapper((HttpServerRequestInternal) ctx.request()) {
            @Override
            public HttpServerRequest handler(Handler<Buffer> handler) {
              return super.handler(
                  handler == null
                      ? null
                      : piece -> {
                        coming.came(piece.length());
                        handler.handle(piece);
                      });
            }
          };
    }

    @Override
    public HttpServerRequest request() {
      return request;
    }
  }
}
