package dev.roadcase.app.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadcase.app.box.AuthCommand.Pair;
import dev.roadcase.app.box.Box;
import dev.roadcase.app.journal.Writer;
import dev.roadcase.core.auth.Device;
import dev.roadcase.core.auth.PairOutcome;
import dev.roadcase.core.auth.PairingRequest;
import dev.roadcase.core.auth.Verified;
import dev.roadcase.core.identity.PublicKey;
import dev.roadcase.wire.json.Json;
import dev.roadcase.wire.token.PairingJws;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.Optional;

/** Letting devices in. */
final class DeviceRoutes implements Doors.Operations {
  private final Vertx vertx;
  private final Writer writer;
  private final Box box;
  private final Sessions sessions;

  DeviceRoutes(Vertx vertx, Writer writer, Box box, Sessions sessions) {
    this.vertx = vertx;
    this.writer = writer;
    this.box = box;
    this.sessions = sessions;
  }

  @Override
  public Map<String, Handler<RoutingContext>> byId() {
    return Map.of("pair", this::pair);
  }

  /** The keys that sign tokens, for either door. */
  static Doors.Operations keys(Sessions sessions) {
    return () -> Map.of("getKeys", ctx -> keys(ctx, sessions));
  }

  private void pair(RoutingContext ctx) {
    String jws = Asked.body(ctx).getString("pairing");
    Optional<Verified<PairingRequest>> pairing = PairingJws.verified(jws);
    if (pairing.isEmpty()) {
      Reply.problem(ctx, Refusals.badSignature());
      return;
    }
    Future.fromCompletionStage(writer.submit(new Pair(pairing.get())), vertx.getOrCreateContext())
        .onSuccess(outcome -> {
          switch (outcome) {
            case PairOutcome.Paired(var device, var again) ->
                Reply.json(ctx, again ? 200 : 201, paired(ctx, device));
            default -> Reply.problem(ctx, Refusals.of(outcome));
          }
        })
        .onFailure(cause -> Reply.failed(ctx, cause));
  }

  private ObjectNode paired(RoutingContext ctx, Device device) {
    ctx.response().putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    Box.Identity who = box.identity();
    return Json.MAPPER
        .createObjectNode()
        .put("device", device.id().value())
        .put("role", device.role().word())
        .put("token", sessions.issue(device))
        .put("tokenType", "Bearer")
        .put("expiresIn", sessions.life().toSeconds())
        .put("kit", who.kit().value())
        .put("fleet", who.fleet().value())
        .put("mode", who.mode().word());
  }

  private static void keys(RoutingContext ctx, Sessions sessions) {
    PublicKey key = sessions.key().publicKey();
    ObjectNode set = Json.MAPPER.createObjectNode();
    set.putArray("keys")
        .addObject()
        .put("kty", "EC")
        .put("crv", "P-256")
        .put("x", key.x())
        .put("y", key.y())
        .put("kid", key.thumbprint())
        .put("use", "sig")
        .put("alg", "ES256");
    Reply.json(ctx, 200, set);
  }
}
