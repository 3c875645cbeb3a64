package dev.roadcase.app.oauth;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadcase.app.auth.TokenDesk;
import dev.roadcase.app.auth.TokenDesk.Order;
import dev.roadcase.app.http.Reply;
import dev.roadcase.core.auth.IssueOutcome;
import dev.roadcase.core.auth.Tokens;
import dev.roadcase.core.identity.DeviceId;
import dev.roadcase.core.identity.Scope;
import dev.roadcase.core.ledger.Ledger;
import dev.roadcase.wire.json.Json;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.CompletableFuture;

/** What the token endpoint answers with: a token (RFC 6749 §5.1), or why there is none. */
final class TokenReply {
  private final Vertx vertx;
  private final TokenDesk tokens;
  private final Ledger ledger;

  TokenReply(Vertx vertx, TokenDesk tokens, Ledger ledger) {
    this.vertx = vertx;
    this.tokens = tokens;
    this.ledger = ledger;
  }

  /** An answer of the writer's, on the event loop that asked. */
  <T> Future<T> onLoop(CompletableFuture<T> answer) {
    return Future.fromCompletionStage(answer, vertx.getOrCreateContext());
  }

  /** Writes an issuance down; what came of it is for {@link #answer}. */
  Future<IssueOutcome> written(Order order) {
    return onLoop(tokens.write(order));
  }

  /** Writes an issuance down and answers. */
  void issue(RoutingContext ctx, Order order) {
    written(order)
        .onSuccess(outcome -> answer(ctx, order, outcome))
        .onFailure(cause -> OAuthReply.failed(ctx, cause));
  }

  /** What came of an order. */
  void answer(RoutingContext ctx, Order order, IssueOutcome outcome) {
    switch (outcome) {
      case IssueOutcome.Granted(var token) -> granted(ctx, order, token, token.lifeSeconds());
      case IssueOutcome.NotActive() ->
          OAuthReply.error(ctx, 400, "invalid_grant", "It is blocked or suspended. Ask the crew.");
      case IssueOutcome.NothingToDo() -> nothingToDo(ctx);
      case IssueOutcome.ShareTaken() -> {
        ctx.response().putHeader(HttpHeaders.RETRY_AFTER, "60");
        OAuthReply.error(
            ctx,
            429,
            "slow_down",
            "It holds more living tokens than its share. Use the one that it has.");
      }
      case IssueOutcome.Full() -> {
        ctx.response().putHeader(HttpHeaders.RETRY_AFTER, "60");
        OAuthReply.error(
            ctx, 503, "temporarily_unavailable", "No more tokens fit the status list.");
      }
    }
  }

  /**
   * A token that was written down.
   *
   * @param seconds that it still lives
   */
  void granted(RoutingContext ctx, Order order, Tokens.Issued token, long seconds) {
    ObjectNode answer =
        Json.MAPPER
            .createObjectNode()
            .put("access_token", tokens.signed(order, token))
            .put("token_type", order.thumbprint().isPresent() ? "DPoP" : "Bearer")
            .put("expires_in", seconds)
            .put("scope", Scope.words(token.scopes()));
    if (order.subject() instanceof DeviceId device) {
      answer.put("device", device.value()).put("lastSequence", ledger.lastSequence(device));
    }
    Reply.json(ctx, 200, answer);
  }

  /** The pack's maker took it away, or forgot it: nobody at the till can mend that. */
  static void nothingToDo(RoutingContext ctx) {
    OAuthReply.error(
        ctx,
        400,
        "unauthorized_client",
        "The pack's roster has nothing for this role to do. Ask the crew for another role.");
  }
}
