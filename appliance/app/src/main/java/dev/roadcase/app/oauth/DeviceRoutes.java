package dev.roadcase.app.oauth;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadcase.app.auth.AuthHouse;
import dev.roadcase.app.auth.TokenDesk.Order;
import dev.roadcase.app.box.AuthCommand.Pair;
import dev.roadcase.app.box.Box;
import dev.roadcase.app.http.Asked;
import dev.roadcase.app.http.Doors;
import dev.roadcase.app.http.Reply;
import dev.roadcase.app.journal.Writer;
import dev.roadcase.app.line.ClientAddress;
import dev.roadcase.app.problem.Refusals;
import dev.roadcase.core.auth.Device;
import dev.roadcase.core.auth.IssueOutcome;
import dev.roadcase.core.auth.PairOutcome;
import dev.roadcase.core.auth.PairingDesk;
import dev.roadcase.core.auth.PairingRequest;
import dev.roadcase.core.auth.Tokens;
import dev.roadcase.core.identity.Role;
import dev.roadcase.core.identity.Scope;
import dev.roadcase.core.identity.TokenGrant;
import dev.roadcase.core.identity.Verified;
import dev.roadcase.core.pack.Roster;
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
public final class DeviceRoutes implements Doors.Operations {
  private final Vertx vertx;
  private final Writer writer;
  private final Box box;
  private final AuthHouse auth;
  private final DeviceGrant grant;

  public DeviceRoutes(Vertx vertx, Writer writer, Box box, AuthHouse auth, DeviceGrant grant) {
    this.vertx = vertx;
    this.writer = writer;
    this.box = box;
    this.auth = auth;
    this.grant = grant;
  }

  @Override
  public Map<String, Handler<RoutingContext>> byId() {
    return Map.of("pair", this::pair);
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
            case PairOutcome.Paired(var device, var again) -> firstToken(ctx, device, again);
            case PairOutcome.AskTheCrew(var role, var codeHash) ->
                askTheCrew(ctx, pairing.get().value(), role, codeHash);
            case PairOutcome.KeyDue() ->
                throw new IllegalStateException("a device that shows its key is not asked for it");
            case PairOutcome.Refused why -> Reply.problem(ctx, Refusals.of(why));
          }
        })
        .onFailure(cause -> Reply.failed(ctx, cause));
  }

  private void firstToken(RoutingContext ctx, Device device, boolean again) {
    Roster.Duty duty = auth.roster().get().of(device.role());
    Order order =
        new Order(
            device.id(),
            duty.scopes(),
            duty.life(),
            TokenGrant.PAIRING,
            Optional.of(device.key().thumbprint()),
            "");
    Future.fromCompletionStage(auth.tokens().write(order), vertx.getOrCreateContext())
        .onSuccess(outcome -> {
          switch (outcome) {
            case IssueOutcome.Granted(var token) ->
                Reply.json(
                    ctx,
                    again ? 200 : 201,
                    paired(ctx, device, token, auth.tokens().signed(order, token)));
            case IssueOutcome.NotActive() -> Reply.problem(ctx, Refusals.notPaired(device.id()));
            case IssueOutcome.NothingToDo() ->
                Reply.problem(ctx, Refusals.nothingToDo(device.role()));
            case IssueOutcome.ShareTaken() -> Reply.problem(ctx, Refusals.shareTaken());
            case IssueOutcome.Full() -> Reply.problem(ctx, Refusals.noMoreTokens());
          }
        })
        .onFailure(cause -> Reply.failed(ctx, cause));
  }

  /** The code is good, and the crew looks at who brings it: he polls as RFC 8628 has it. */
  private void askTheCrew(RoutingContext ctx, PairingRequest asked, Role role, String codeHash) {
    ctx.response().putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    grant
        .waitAtTheDesk(
            new PairingDesk.Request(
                asked.key(),
                role,
                asked.name(),
                codeHash,
                asked.commitment(),
                ClientAddress.of(ctx.request().remoteAddress())))
        .ifPresentOrElse(
            answer -> Reply.json(ctx, 202, answer),
            () -> Reply.problem(ctx, Refusals.deskIsFull()));
  }

  private ObjectNode paired(RoutingContext ctx, Device device, Tokens.Issued issued, String token) {
    ctx.response().putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    Box.Identity who = box.identity();
    return Json.MAPPER
        .createObjectNode()
        .put("device", device.id().value())
        .put("role", device.role().word())
        .put("token", token)
        .put("tokenType", "DPoP")
        .put("scope", Scope.words(issued.scopes()))
        .put("expiresIn", issued.lifeSeconds())
        .put("lastSequence", box.ledger().lastSequence(device.id()))
        .put("kit", who.kit().value())
        .put("fleet", who.fleet().value())
        .put("mode", who.mode().word());
  }
}
