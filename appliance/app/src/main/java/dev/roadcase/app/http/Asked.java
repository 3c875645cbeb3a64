package dev.roadcase.app.http;

import static java.util.Objects.requireNonNull;

import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.openapi.router.RouterBuilder;
import io.vertx.openapi.validation.ValidatedRequest;

/** What a request brought, after the contract was checked: required parts are there. */
final class Asked {
  private Asked() {}

  static JsonObject body(RoutingContext ctx) {
    ValidatedRequest request = ctx.get(RouterBuilder.KEY_META_DATA_VALIDATED_REQUEST);
    return requireNonNull(requireNonNull(request).getBody().getJsonObject());
  }

  static String path(RoutingContext ctx, String name) {
    return requireNonNull(ctx.pathParam(name));
  }
}
