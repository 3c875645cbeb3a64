package dev.roadcase.app.oauth;

import dev.roadcase.app.box.NotNow;
import dev.roadcase.app.http.Reply;
import dev.roadcase.wire.json.Json;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;

/** How OAuth's endpoints say no (RFC 6749 §5.2). */
final class OAuthReply {
  private OAuthReply() {}

  static void error(RoutingContext ctx, int status, String error, String description) {
    if (ctx.response().ended() || ctx.response().closed()) {
      return;
    }
    Reply.json(
        ctx,
        status,
        Json.MAPPER.createObjectNode().put("error", error).put("error_description", description));
  }

  static void failed(RoutingContext ctx, Throwable cause) {
    if (cause instanceof NotNow notNow) {
      ctx.response()
          .putHeader(HttpHeaders.RETRY_AFTER, Integer.toString(notNow.retryAfterSeconds()));
      error(ctx, 503, "temporarily_unavailable", notNow.getMessage() + ".");
    } else {
      Reply.unexpected(ctx.request(), cause);
      error(ctx, 500, "server_error", "The box made a mistake; it is in its log.");
    }
  }
}
