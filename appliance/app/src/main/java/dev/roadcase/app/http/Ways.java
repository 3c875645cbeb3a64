package dev.roadcase.app.http;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** How a path is asked for, and that it answers every other way with what there is. */
public final class Ways {
  private Ways() {}

  /** By GET, and so by HEAD: {@link AsGet}. */
  public static void reading(Router router, String path, Handler<RoutingContext> handler) {
    router.get(path).handler(handler);
    closed(router, path, "GET, HEAD");
  }

  /** By POST alone. */
  public static void acting(Router router, String path, Handler<RoutingContext> handler) {
    router.post(path).handler(handler);
    closed(router, path, "POST");
  }

  /** By GET alone, whose answer has no end: a HEAD would wait for it, and hold a place. */
  public static void stream(Router router, String path, Handler<RoutingContext> handler) {
    router
        .get(path)
        .handler(ctx -> {
          if (AsGet.isHead(ctx)) {
            ctx.next();
          } else {
            handler.handle(ctx);
          }
        });
    closed(router, path, "GET");
  }

  /** Mounted last: by any other method than those it is there, and not so (RFC 9110, 15.5.6). */
  public static void closed(Router router, String path, String allowed) {
    router
        .route(path)
        .handler(ctx -> {
          ctx.response().putHeader(HttpHeaders.ALLOW, allowed);
          Reply.problem(ctx, Reply.ofStatus(405));
        });
  }
}
