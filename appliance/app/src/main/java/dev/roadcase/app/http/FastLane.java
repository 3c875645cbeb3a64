package dev.roadcase.app.http;

import dev.roadcase.app.line.Shelf;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Stands before the router and answers what lies ready in memory: pictures, and the first page of
 * the catalogue. Anything out of the ordinary – a cursor, a hash that nobody knows, a strange
 * spelling – goes on to the router, which has the checks.
 */
final class FastLane implements Handler<HttpServerRequest>, Shelf {
  private final List<ReadyAnswers> ready;
  private final Handler<HttpServerRequest> router;

  FastLane(List<ReadyAnswers> ready, Handler<HttpServerRequest> router) {
    this.ready = List.copyOf(ready);
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
    for (ReadyAnswers one : ready) {
      if (one.has(target)) {
        ReadyAnswer answer = one.ready(target);
        return answer == null
            ? null
            : answer.whole(request.headers().get(HttpHeaderNames.ACCEPT_ENCODING));
      }
    }
    return null;
  }

  private boolean served(HttpServerRequest request) {
    boolean reads =
        HttpMethod.GET.equals(request.method()) || HttpMethod.HEAD.equals(request.method());
    if (!reads) {
      return false;
    }
    // The target as it came: only what is spelt exactly so is answered here.
    String target = request.uri();
    for (ReadyAnswers one : ready) {
      if (one.has(target)) {
        return one.serve(request, target);
      }
    }
    return false;
  }
}
