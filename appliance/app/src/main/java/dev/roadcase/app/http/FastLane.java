package dev.roadcase.app.http;

import dev.roadcase.app.line.Shelf;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/**
 * Stands before the router and answers what a crowd asks for all day long and what lies ready in
 * memory: pictures, and the first page of the catalogue. Anything out of the ordinary – a cursor, a
 * hash that nobody knows, a strange spelling – goes on to the router, which has the checks.
 */
final class FastLane implements Handler<HttpServerRequest>, Shelf {
  private final AssetRoutes assets;
  private final CatalogueRoutes catalogue;
  private final Handler<HttpServerRequest> router;

  FastLane(AssetRoutes assets, CatalogueRoutes catalogue, Handler<HttpServerRequest> router) {
    this.assets = assets;
    this.catalogue = catalogue;
    this.router = router;
  }

  @Override
  public void handle(HttpServerRequest request) {
    if (!served(request)) {
      router.handle(request);
    }
  }

  @Override
  public @Nullable ByteBuf answer(HttpRequest request) {
    String target = request.uri();
    ReadyAnswer ready =
        CatalogueRoutes.isFirstPage(target)
            ? catalogue.firstPage()
            : target.startsWith(AssetRoutes.PATH) ? assets.ready(target) : null;
    return ready == null
        ? null
        : ready.whole(request.headers().get(HttpHeaderNames.ACCEPT_ENCODING));
  }

  private boolean served(HttpServerRequest request) {
    boolean reads =
        HttpMethod.GET.equals(request.method()) || HttpMethod.HEAD.equals(request.method());
    if (!reads) {
      return false;
    }
    // The target as it came: only what is spelt exactly so is answered here.
    String target = request.uri();
    return (CatalogueRoutes.isFirstPage(target) && catalogue.servedFirstPage(request))
        || (target.startsWith(AssetRoutes.PATH) && assets.serve(request, target));
  }
}
