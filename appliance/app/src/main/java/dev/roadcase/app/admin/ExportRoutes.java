package dev.roadcase.app.admin;

import dev.roadcase.app.box.Command.Done;
import dev.roadcase.app.export.ExportClaim;
import dev.roadcase.app.export.ExportRegister;
import dev.roadcase.app.http.Doors;
import dev.roadcase.app.http.Reply;
import dev.roadcase.app.http.Ways;
import dev.roadcase.app.problem.Problem;
import dev.roadcase.wire.json.Json;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** At the local door: {@code roadcase box export} tells the box that runs what it has written. */
public final class ExportRoutes implements Doors.Pages {
  private final Vertx vertx;
  private final ExportRegister register;

  public ExportRoutes(Vertx vertx, ExportRegister register) {
    this.vertx = vertx;
    this.register = register;
  }

  @Override
  public void mount(Router router) {
    Ways.acting(router, "/exports", this::note);
  }

  private void note(RoutingContext ctx) {
    Buffer body = ctx.body().buffer();
    ExportClaim claim = ExportClaim.read(body == null ? new byte[0] : body.getBytes());
    vertx
        .<Optional<CompletableFuture<Done>>>executeBlocking(() -> register.note(claim))
        .compose(noted ->
            noted.isEmpty()
                ? Future.succeededFuture(false)
                : Future.fromCompletionStage(noted.get(), vertx.getOrCreateContext())
                    .map(_ -> true))
        .onSuccess(counted -> {
          if (counted) {
            Reply.json(ctx, 201, Json.MAPPER.createObjectNode().put("counted", true));
          } else {
            Reply.problem(
                ctx,
                Problem.of(
                    409,
                    "other-journal",
                    "This export is of another journal",
                    "The box that runs here has no such fact in its journal. Export again, with the"
                        + " configuration of this box."));
          }
        })
        .onFailure(cause -> Reply.failed(ctx, cause));
  }
}
