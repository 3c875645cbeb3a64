package dev.roadcase.app.http;

import dev.roadcase.app.line.Lines;
import dev.roadcase.core.identity.DeviceId;
import dev.roadcase.core.identity.Role;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/** Asks for the token. */
final class Entrance {
  private Entrance() {}

  /** The device behind the request, or nothing when it was turned away and has been told why. */
  static Optional<DeviceId> device(RoutingContext ctx, Sessions sessions, Role role) {
    String token = Doors.bearer(ctx);
    Optional<String> shown = token.isEmpty() ? Optional.empty() : Optional.of(token);
    return switch (sessions.enter(shown, role)) {
      case Sessions.Entry.In(var _, var device) -> {
        Lines.recognise(ctx.request().connection());
        yield Optional.of(device.id());
      }
      case Sessions.Entry.Refused(var problem) -> {
        Reply.problem(ctx, problem);
        yield Optional.empty();
      }
    };
  }
}
