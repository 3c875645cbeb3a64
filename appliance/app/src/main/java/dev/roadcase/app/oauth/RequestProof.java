package dev.roadcase.app.oauth;

import dev.roadcase.app.auth.Proofs;
import dev.roadcase.app.http.Entrance;
import dev.roadcase.wire.token.DpopProof.Proof;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/**
 * The proof of possession that an OAuth request brings, where it goes with no token (RFC 9449 §5).
 */
final class RequestProof {
  private final Proofs proofs;

  RequestProof(Proofs proofs) {
    this.proofs = proofs;
  }

  /** Whether there is one at all, good or not. */
  static boolean isShown(RoutingContext ctx) {
    return ctx.request().headers().contains("DPoP");
  }

  /** A good proof, or nothing when the request was refused. */
  Optional<Proof> of(RoutingContext ctx) {
    return switch (proofs.look(Entrance.shown(ctx), Optional.empty())) {
      case Proofs.Look.Good(var proof, var _, long _, var nonce) -> {
        nonce.ifPresent(text -> ctx.response().putHeader("DPoP-Nonce", text));
        yield Optional.of(proof);
      }
      case Proofs.Look.Bad(var why, var detail, var nonce) -> {
        nonce.ifPresent(text -> ctx.response().putHeader("DPoP-Nonce", text));
        String error = why.error().isEmpty() ? "temporarily_unavailable" : why.error();
        OAuthReply.error(ctx, why.status() == 401 ? 400 : why.status(), error, detail);
        yield Optional.empty();
      }
    };
  }
}
