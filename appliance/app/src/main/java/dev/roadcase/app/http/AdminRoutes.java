package dev.roadcase.app.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadcase.app.metrics.BoxMetrics;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.function.Supplier;

/**
 * The local door, 127.0.0.1 only: what the person at the box asks for through {@code roadcase box
 * …}. Whoever can read {@code admin.token} in the data folder comes in; a web page in a browser on
 * the box does not.
 */
final class AdminRoutes implements Doors.Pages {
  private final String adminToken;
  private final Doors.Pages auth;
  private final Doors.Pages exports;
  private final CrewDoor crew;
  private final Supplier<CrewInvitation> invitation;
  private final Supplier<ObjectNode> status;
  private final BoxMetrics metrics;

  AdminRoutes(
      String adminToken,
      Doors.Pages auth,
      Doors.Pages exports,
      CrewDoor crew,
      Supplier<CrewInvitation> invitation,
      Supplier<ObjectNode> status,
      BoxMetrics metrics) {
    this.adminToken = adminToken;
    this.auth = auth;
    this.exports = exports;
    this.crew = crew;
    this.invitation = invitation;
    this.status = status;
    this.metrics = metrics;
  }

  @Override
  public void mount(Router router) {
    router.route().handler(this::onlyTheOwner);
    Ways.acting(router, "/crew-tickets", this::ticket);
    auth.mount(router);
    exports.mount(router);
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

  private void ticket(RoutingContext ctx) {
    Reply.json(ctx, 201, invitation.get().write(crew.ticket(), CrewDoor.TICKET_LIFE));
  }
}
