package dev.roadcase.app.api;

import dev.roadcase.app.auth.Admission.In;
import dev.roadcase.app.auth.Doorkeeper;
import dev.roadcase.app.box.Sample;
import dev.roadcase.app.box.TelemetryCommand.TakeTelemetry;
import dev.roadcase.app.http.Asked;
import dev.roadcase.app.http.Doors;
import dev.roadcase.app.http.Entrance;
import dev.roadcase.app.http.Reply;
import dev.roadcase.app.journal.Writer;
import dev.roadcase.core.identity.Scope;
import dev.roadcase.core.identity.Subject;
import dev.roadcase.wire.json.Json;
import dev.roadcase.wire.json.Malformed;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Readings on their way upstream. */
public final class TelemetryRoutes implements Doors.Operations {
  private final Vertx vertx;
  private final Writer writer;
  private final Doorkeeper doorkeeper;

  public TelemetryRoutes(Vertx vertx, Writer writer, Doorkeeper doorkeeper) {
    this.vertx = vertx;
    this.writer = writer;
    this.doorkeeper = doorkeeper;
  }

  @Override
  public Map<String, Handler<RoutingContext>> byId() {
    return Map.of("takeTelemetry", this::take);
  }

  private void take(RoutingContext ctx) {
    Optional<In> who = Entrance.admitted(ctx, doorkeeper, Scope.TELEMETRY);
    if (who.isEmpty()) {
      return;
    }
    JsonArray in = Asked.body(ctx).getJsonArray("samples");
    List<Sample> samples = new ArrayList<>(in.size());
    for (int i = 0; i < in.size(); i++) {
      samples.add(sample(in.getJsonObject(i), who.get().subject()));
    }
    Future.fromCompletionStage(
            writer.submit(new TakeTelemetry(samples)), vertx.getOrCreateContext())
        .onSuccess(taken ->
            Reply.json(
                ctx,
                202,
                Json.MAPPER.createObjectNode().put("from", taken.from()).put("to", taken.to())))
        .onFailure(cause -> Reply.failed(ctx, cause));
  }

  private static Sample sample(JsonObject in, Subject who) {
    try {
      String reading = in.getJsonObject("data").encode();
      // What is taken has to be readable again on its way upstream.
      Json.object(reading.getBytes(StandardCharsets.UTF_8), "a reading");
      return new Sample(in.getString("name"), who.value(), reading);
    } catch (IllegalArgumentException e) {
      throw new Malformed(String.valueOf(e.getMessage()));
    }
  }
}
