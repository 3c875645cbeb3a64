package dev.roadcase.app.api;

import dev.roadcase.app.auth.Doorkeeper;
import dev.roadcase.app.http.Doors;
import dev.roadcase.app.http.Entrance;
import dev.roadcase.app.http.Reply;
import dev.roadcase.app.status.BoxJson;
import dev.roadcase.core.identity.Scope;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;

/** What the box knows of itself, for a device that watches it. */
public final class BoxRoutes implements Doors.Operations {
  private final BoxJson json;
  private final Doorkeeper doorkeeper;

  public BoxRoutes(BoxJson json, Doorkeeper doorkeeper) {
    this.json = json;
    this.doorkeeper = doorkeeper;
  }

  @Override
  public Map<String, Handler<RoutingContext>> byId() {
    return Map.of("getBox", this::get);
  }

  private void get(RoutingContext ctx) {
    if (Entrance.admitted(ctx, doorkeeper, Scope.WATCH).isPresent()) {
      Reply.json(ctx, 200, json.write());
    }
  }
}
