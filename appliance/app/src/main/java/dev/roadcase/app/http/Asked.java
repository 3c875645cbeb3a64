package dev.roadcase.app.http;

import static java.util.Objects.requireNonNull;

import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

/** What a request brought, after the contract was checked: required parts are there. */
public final class Asked {
  private Asked() {}

  public static JsonObject body(RoutingContext ctx) {
    return requireNonNull(ctx.<JsonObject>get(RequestCheck.BODY));
  }

  public static String path(RoutingContext ctx, String name) {
    return requireNonNull(ctx.pathParam(name));
  }
}
