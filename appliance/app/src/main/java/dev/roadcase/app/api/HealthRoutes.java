package dev.roadcase.app.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadcase.app.http.Doors;
import dev.roadcase.app.http.Reply;
import dev.roadcase.app.status.BoxStatus;
import dev.roadcase.app.status.NotSelling;
import dev.roadcase.app.status.Release;
import dev.roadcase.wire.json.Json;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;

/** Whether the process is up, and whether it is ready to sell: for whoever watches it. */
public final class HealthRoutes implements Doors.Operations {
  private final BoxStatus status;

  public HealthRoutes(BoxStatus status) {
    this.status = status;
  }

  @Override
  public Map<String, Handler<RoutingContext>> byId() {
    return Map.of("getHealth", HealthRoutes::health, "getReady", this::ready);
  }

  private static void health(RoutingContext ctx) {
    Reply.json(
        ctx,
        200,
        Json.MAPPER.createObjectNode().put("status", "up").put("release", Release.VERSION));
  }

  private void ready(RoutingContext ctx) {
    List<NotSelling> why = status.notReady();
    ObjectNode node = Json.MAPPER.createObjectNode();
    node.put("ready", why.isEmpty());
    ArrayNode reasons = node.putArray("why");
    why.forEach(reason -> reasons.add(reason.words()));
    Reply.json(ctx, why.isEmpty() ? 200 : 503, node);
  }
}
