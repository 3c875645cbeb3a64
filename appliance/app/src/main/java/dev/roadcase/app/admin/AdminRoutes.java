package dev.roadcase.app.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadcase.app.http.Doors;
import dev.roadcase.app.http.Reply;
import dev.roadcase.app.http.Ways;
import dev.roadcase.app.metrics.BoxMetrics;
import dev.roadcase.app.problem.Problem;
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
public final class AdminRoutes implements Doors.Pages {
  private final String adminToken;
  private final Doors.Pages auth;
  private final Doors.Pages exports;
  private final Supplier<ObjectNode> ticket;
  private final Supplier<ObjectNode> status;
  private final BoxMetrics metrics;

  /**
   * Routes for whoever shows {@code adminToken}.
   *
   * @param ticket makes a ticket for the panel, and says where it opens
   * @param status what the box knows of itself
   */
  public AdminRoutes(
      String adminToken,
      Doors.Pages auth,
      Doors.Pages exports,
      Supplier<ObjectNode> ticket,
      Supplier<ObjectNode> status,
      BoxMetrics metrics) {
    this.adminToken = adminToken;
    this.auth = auth;
    this.exports = exports;
    this.ticket = ticket;
    this.status = status;
    this.metrics = metrics;
  }

  @Override
  public void mount(Router router) {
    router.route().handler(this::onlyTheOwner);
    Ways.acting(router, "/crew-tickets", ctx -> Reply.json(ctx, 201, ticket.get()));
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
}
