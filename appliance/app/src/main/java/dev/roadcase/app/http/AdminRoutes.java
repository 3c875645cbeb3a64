package dev.roadcase.app.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadcase.app.box.Box;
import dev.roadcase.app.box.Command.OfferPairing;
import dev.roadcase.app.box.Command.Revoke;
import dev.roadcase.app.journal.Writer;
import dev.roadcase.app.metrics.BoxMetrics;
import dev.roadcase.core.auth.Device;
import dev.roadcase.core.identity.DeviceId;
import dev.roadcase.core.identity.Role;
import dev.roadcase.wire.json.Fields;
import dev.roadcase.wire.json.Json;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.function.Supplier;

/**
 * The local door, 127.0.0.1 only: what the person at the box asks for through {@code roadcase box
 * …}. Whoever can read {@code admin.token} in the data folder comes in; a web page in a browser on
 * the box does not.
 */
final class AdminRoutes implements Doors.Pages {
  private static final String DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

  /** 10 characters, 50 bits: with ten tries a minute nobody guesses one in its ten minutes. */
  private static final int CODE_LENGTH = 10;

  private final Vertx vertx;
  private final Writer writer;
  private final Box box;
  private final String adminToken;
  private final CrewDoor crew;
  private final Supplier<ObjectNode> status;
  private final BoxMetrics metrics;
  private final SecureRandom chance = new SecureRandom();

  AdminRoutes(
      Vertx vertx,
      Writer writer,
      Box box,
      String adminToken,
      CrewDoor crew,
      Supplier<ObjectNode> status,
      BoxMetrics metrics) {
    this.vertx = vertx;
    this.writer = writer;
    this.box = box;
    this.adminToken = adminToken;
    this.crew = crew;
    this.status = status;
    this.metrics = metrics;
  }

  @Override
  public void mount(Router router) {
    router.route().handler(this::onlyTheOwner);
    Ways.acting(router, "/pairing-codes", this::offer);
    Ways.acting(router, "/crew-tickets", this::ticket);
    Ways.reading(router, "/devices", this::devices);
    Ways.acting(router, "/devices/:device/revoke", this::revoke);
    Ways.reading(router, "/box", ctx -> Reply.json(ctx, 200, status.get()));
    Ways.reading(
        router,
        "/metrics",
        ctx ->
            ctx.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, BoxMetrics.CONTENT_TYPE)
                .end(Buffer.buffer(metrics.page())));
  }

  private void onlyTheOwner(RoutingContext ctx) {
    byte[] shown = Doors.bearer(ctx).getBytes(StandardCharsets.UTF_8);
    if (MessageDigest.isEqual(shown, adminToken.getBytes(StandardCharsets.UTF_8))) {
      ctx.next();
    } else {
      Reply.problem(
          ctx,
          Problem.of(
              401,
              "no-token",
              "This door is for the person at the box",
              "Use `roadcase box code` and the like, as a user who may read data_dir/admin.token."));
    }
  }

  private void offer(RoutingContext ctx) {
    Buffer body = ctx.body().buffer();
    Role role = Role.TILL;
    if (body != null && body.length() > 0) {
      Fields fields = Json.object(body.getBytes(), "a pairing code's request");
      role = fields.as("role", Role::of);
      fields.done();
    }
    String code = code();
    Role wanted = role;
    Future.fromCompletionStage(
            writer.submit(new OfferPairing(code, wanted)), vertx.getOrCreateContext())
        .onSuccess(_ ->
            Reply.json(
                ctx,
                201,
                Json.MAPPER
                    .createObjectNode()
                    .put("code", code.substring(0, 5) + "-" + code.substring(5))
                    .put("role", wanted.word())
                    .put("expiresIn", dev.roadcase.core.auth.Devices.CODE_LIFE.toSeconds())))
        .onFailure(cause -> Reply.failed(ctx, cause));
  }

  private void ticket(RoutingContext ctx) {
    Reply.json(ctx, 201, Json.MAPPER.createObjectNode().put("ticket", crew.ticket()));
  }

  private void devices(RoutingContext ctx) {
    ObjectNode node = Json.MAPPER.createObjectNode();
    ArrayNode list = node.putArray("devices");
    for (Device device : box.devices().published()) {
      list.addObject()
          .put("device", device.id().value())
          .put("name", device.name())
          .put("role", device.role().word())
          .put("revoked", device.revoked());
    }
    Reply.json(ctx, 200, node);
  }

  private void revoke(RoutingContext ctx) {
    DeviceId device;
    try {
      device = new DeviceId(Asked.path(ctx, "device"));
    } catch (IllegalArgumentException e) {
      Reply.problem(ctx, Problem.malformed(String.valueOf(e.getMessage())));
      return;
    }
    Future.fromCompletionStage(
            writer.submit(new Revoke(device, "revoked at the box")), vertx.getOrCreateContext())
        .onSuccess(
            changed -> Reply.json(ctx, 200, Json.MAPPER.createObjectNode().put("revoked", changed)))
        .onFailure(cause -> Reply.failed(ctx, cause));
  }

  private String code() {
    StringBuilder code = new StringBuilder(CODE_LENGTH);
    for (int i = 0; i < CODE_LENGTH; i++) {
      code.append(DIGITS.charAt(chance.nextInt(DIGITS.length())));
    }
    return code.toString();
  }
}
