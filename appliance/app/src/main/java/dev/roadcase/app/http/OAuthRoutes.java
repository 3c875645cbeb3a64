package dev.roadcase.app.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadcase.app.auth.Doorkeeper;
import dev.roadcase.app.auth.PinDesk;
import dev.roadcase.app.auth.Proofs;
import dev.roadcase.app.auth.RefusalLog;
import dev.roadcase.app.auth.Shown;
import dev.roadcase.app.auth.TokenDesk;
import dev.roadcase.app.auth.TokenDesk.Order;
import dev.roadcase.app.box.AuthCommand.RevokeToken;
import dev.roadcase.app.box.Broker;
import dev.roadcase.app.journal.Writer;
import dev.roadcase.app.line.ClientAddress;
import dev.roadcase.core.auth.Clients;
import dev.roadcase.core.auth.Device;
import dev.roadcase.core.auth.IssueOutcome;
import dev.roadcase.core.auth.PairingDesk;
import dev.roadcase.core.identity.ClientId;
import dev.roadcase.core.identity.DeviceId;
import dev.roadcase.core.identity.Printable;
import dev.roadcase.core.identity.PublicKey;
import dev.roadcase.core.identity.Role;
import dev.roadcase.core.identity.Scope;
import dev.roadcase.core.identity.TokenGrant;
import dev.roadcase.core.ledger.Ledger;
import dev.roadcase.core.pack.Roster;
import dev.roadcase.wire.json.Json;
import dev.roadcase.wire.json.Malformed;
import dev.roadcase.wire.token.DpopProof.Proof;
import dev.roadcase.wire.token.TokenChain;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The token endpoint and its neighbours (RFC 6749, 7009, 8628, 9449). RefusalLog are OAuth's own
 * JSON here, not problems: stock clients read them.
 */
final class OAuthRoutes implements Doors.Pages {
  static final String TOKEN = "/oauth/token";
  static final String REVOKE = "/oauth/revoke";
  static final String DEVICE_AUTHORIZATION = "/oauth/device_authorization";
  static final String DEVICE_CODE = "urn:ietf:params:oauth:grant-type:device_code";

  /** Letters that nobody takes for others, and no vowels (RFC 8628 §6.1). */
  private static final String LETTERS = "BCDFGHJKLMNPQRSTVWXZ";

  private final Vertx vertx;
  private final ReadBody bodies;
  private final Writer writer;
  private final Broker broker;
  private final Ledger ledger;
  private final Doorkeeper doorkeeper;
  private final Proofs proofs;
  private final TokenDesk tokens;
  private final PinDesk pins;
  private final PairingDesk desk;
  private final PublicKey boxKey;
  private final Supplier<Roster> roster;
  private final RefusalLog refusals;
  private final SecureRandom chance = new SecureRandom();

  OAuthRoutes(
      Vertx vertx, Writer writer, Broker broker, Ledger ledger, AuthHouse auth, ReadBody bodies) {
    this.bodies = bodies;
    this.vertx = vertx;
    this.writer = writer;
    this.broker = broker;
    this.ledger = ledger;
    this.doorkeeper = auth.doorkeeper();
    this.proofs = auth.proofs();
    this.tokens = auth.tokens();
    this.pins = auth.pins();
    this.desk = auth.desk();
    this.boxKey = auth.boxKey();
    this.roster = auth.roster();
    this.refusals = auth.refusals();
  }

  @Override
  public void mount(Router router) {
    bodies.on(router.post("/oauth/*"), Form.MAX);
    Ways.acting(router, TOKEN, ctx -> guarded(ctx, this::token));
    Ways.acting(router, REVOKE, ctx -> guarded(ctx, this::revoke));
    Ways.acting(router, DEVICE_AUTHORIZATION, ctx -> guarded(ctx, this::deviceAuthorization));
  }

  private interface Endpoint {
    void answer(RoutingContext ctx, Form form);
  }

  private static void guarded(RoutingContext ctx, Endpoint endpoint) {
    ctx.response().putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    try {
      endpoint.answer(ctx, Form.of(ctx));
    } catch (Malformed e) {
      OAuthReply.error(ctx, 400, "invalid_request", e.getMessage() + ".");
    }
  }

  private void token(RoutingContext ctx, Form form) {
    switch (form.required("grant_type")) {
      case "client_credentials" -> {
        Optional<String[]> secret = clientSecret(ctx, form);
        if (secret.isPresent()) {
          machine(ctx, form, secret.get()[0], secret.get()[1]);
        } else {
          renew(ctx, form);
        }
      }
      case DEVICE_CODE -> pollForCode(ctx, form);
      default ->
          OAuthReply.error(
              ctx,
              400,
              "unsupported_grant_type",
              "This box knows client_credentials and " + DEVICE_CODE + ".");
    }
  }

  /** Id and secret, by Basic authentication or in the body, not both (RFC 6749 §2.3.1). */
  private static Optional<String[]> clientSecret(RoutingContext ctx, Form form) {
    String header = ctx.request().getHeader(HttpHeaders.AUTHORIZATION);
    Optional<String> inBody = form.optional("client_secret");
    if (header == null) {
      return inBody.map(secret -> new String[] {form.required("client_id"), secret});
    }
    if (inBody.isPresent() || !header.regionMatches(true, 0, "Basic ", 0, 6)) {
      throw new Malformed("a client shows its secret in one way");
    }
    try {
      String pair =
          new String(
              Base64.getDecoder().decode(header.substring(6).strip()), StandardCharsets.UTF_8);
      int colon = pair.indexOf(':');
      if (colon < 0) {
        throw new Malformed("Basic authentication is id, colon, secret");
      }
      return Optional.of(
          new String[] {
            java.net.URLDecoder.decode(pair.substring(0, colon), StandardCharsets.UTF_8),
            java.net.URLDecoder.decode(pair.substring(colon + 1), StandardCharsets.UTF_8)
          });
    } catch (IllegalArgumentException e) {
      throw new Malformed("Basic authentication is base64");
    }
  }

  /** A machine with a secret. Bound to a key if it shows one. */
  private void machine(RoutingContext ctx, Form form, String id, String secret) {
    Clients.@Nullable Client client = client(id, secret);
    if (client == null) {
      refusals.note("bad-client", "");
      ctx.response().putHeader("WWW-Authenticate", "Basic realm=\"roadcase\"");
      OAuthReply.error(ctx, 401, "invalid_client", "There is no such client, or not this secret.");
      return;
    }
    Optional<Set<Scope>> scopes = scopes(ctx, form, client.scopes());
    if (scopes.isEmpty()) {
      return;
    }
    Optional<String> thumbprint = Optional.empty();
    if (ctx.request().headers().contains("DPoP")) {
      Optional<Proof> proof = proof(ctx);
      if (proof.isEmpty()) {
        return;
      }
      thumbprint = proof.map(p -> p.key().thumbprint());
    }
    issue(
        ctx,
        new Order(
            client.id(),
            scopes.get(),
            Duration.ofSeconds(client.lifeSeconds()),
            TokenGrant.CLIENT,
            thumbprint,
            ""));
  }

  private Clients.@Nullable Client client(String id, String secret) {
    try {
      return broker.clients().withSecret(new ClientId(id), secret);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** A device that shows that it has its key, and perhaps somebody's PIN. */
  private void renew(RoutingContext ctx, Form form) {
    DeviceId id;
    try {
      id = new DeviceId(form.required("client_id"));
    } catch (IllegalArgumentException e) {
      OAuthReply.error(ctx, 400, "invalid_client", "A device's id, or a client with its secret.");
      return;
    }
    Optional<Proof> proof = proof(ctx);
    if (proof.isEmpty()) {
      return;
    }
    if (!DeviceId.of(proof.get().key()).equals(id)) {
      refusals.note("bad-proof", id.value());
      OAuthReply.error(
          ctx, 400, "invalid_client", "The proof is by another key than the device's.");
      return;
    }
    var unwelcome = doorkeeper.unwelcome(id);
    if (unwelcome.isPresent()) {
      refusals.note(unwelcome.get().why().word(), id.value());
      OAuthReply.error(ctx, 400, "invalid_grant", unwelcome.get().detail());
      return;
    }
    Device device = broker.devices().published(id);
    if (device == null) {
      throw new IllegalStateException("it was there a moment ago, and nobody removes devices");
    }
    Roster.Duty duty = roster.get().of(device.role());
    Optional<String> staff = form.optional("staff");
    if (staff.isPresent()) {
      withPin(ctx, form, device, duty, proof.get(), staff.get());
    } else {
      renewed(ctx, form, device, duty.scopes(), duty.life(), proof.get(), "");
    }
  }

  private void withPin(
      RoutingContext ctx, Form form, Device device, Roster.Duty duty, Proof proof, String staff) {
    char[] pin = form.required("pin").toCharArray();
    onLoop(pins.look(device.id(), staff, pin))
        .onSuccess(answer -> {
          switch (answer) {
            case PinDesk.Answer.Right(var person) -> {
              Set<Scope> scopes = EnumSet.noneOf(Scope.class);
              scopes.addAll(duty.scopes());
              scopes.addAll(person.scopes());
              renewed(ctx, form, device, scopes, Roster.STAFF_LIFE, proof, person.id());
            }
            case PinDesk.Answer.Wrong() -> {
              refusals.note("bad-pin", device.id().value());
              OAuthReply.error(ctx, 400, "invalid_grant", "Not this PIN.");
            }
            case PinDesk.Answer.Wait(long seconds) -> {
              ctx.response().putHeader(HttpHeaders.RETRY_AFTER, Long.toString(seconds));
              OAuthReply.error(
                  ctx, 429, "slow_down", "The next PIN is looked at in " + seconds + " s.");
            }
            case PinDesk.Answer.Locked() ->
                OAuthReply.error(
                    ctx,
                    400,
                    "invalid_grant",
                    "Too many wrong PINs on this device. The crew unlocks it on the panel.");
          }
        })
        .onFailure(cause -> OAuthReply.failed(ctx, cause));
  }

  private void renewed(
      RoutingContext ctx,
      Form form,
      Device device,
      Set<Scope> allowed,
      Duration life,
      Proof proof,
      String staff) {
    scopes(ctx, form, allowed)
        .ifPresent(scopes ->
            issue(
                ctx,
                new Order(
                    device.id(),
                    scopes,
                    life,
                    staff.isEmpty() ? TokenGrant.RENEWAL : TokenGrant.PIN,
                    Optional.of(proof.key().thumbprint()),
                    staff)));
  }

  private void deviceAuthorization(RoutingContext ctx, Form form) {
    Optional<Proof> proof = proof(ctx);
    if (proof.isEmpty()) {
      return;
    }
    Role role;
    try {
      role = Role.of(form.optional("client_id").orElse(Role.TILL.word()));
    } catch (IllegalArgumentException e) {
      OAuthReply.error(ctx, 400, "invalid_client", e.getMessage() + ".");
      return;
    }
    String name = form.optional("device_name").orElse("unnamed " + role.word());
    if (!Printable.name(name)) {
      throw new Malformed("a device's name has 1 to 40 printable characters");
    }
    String commitment = form.optional("commitment").orElse("");
    if (!commitment.isEmpty() && !commitment.matches("[A-Za-z0-9_-]{43}")) {
      throw new Malformed("a commitment is a SHA-256 in 43 base64url characters");
    }
    PairingDesk.Request request =
        new PairingDesk.Request(
            proof.get().key(),
            role,
            name,
            "",
            commitment,
            ClientAddress.of(ctx.request().remoteAddress()));
    waitAtTheDesk(request)
        .ifPresentOrElse(
            answer -> Reply.json(ctx, 200, answer),
            () -> {
              ctx.response().putHeader(HttpHeaders.RETRY_AFTER, "60");
              OAuthReply.error(ctx, 429, "slow_down", "Too many devices wait. Try in a minute.");
            });
  }

  /** Puts somebody at the desk, if there is a place; what to tell him (RFC 8628 §3.2). */
  Optional<ObjectNode> waitAtTheDesk(PairingDesk.Request request) {
    String deviceCode = chance(32);
    String userCode = userCode();
    return desk.ask(request, deviceCode, "w-" + chance(9), userCode, chance(16), System.nanoTime())
        .map(waiting ->
            Json.MAPPER
                .createObjectNode()
                .put("device_code", deviceCode)
                .put("user_code", userCode)
                .put("verification_uri", "/crew/devices")
                .put("expires_in", PairingDesk.LIFE.toSeconds())
                .put("interval", PairingDesk.INTERVAL.toSeconds())
                .put("device", DeviceId.of(request.key()).value())
                .put("box_key", boxKey.thumbprint())
                .put("box_nonce", waiting.boxNonce()));
  }

  private void pollForCode(RoutingContext ctx, Form form) {
    Optional<Proof> proof = proof(ctx);
    if (proof.isEmpty()) {
      return;
    }
    PairingDesk.Poll poll =
        desk.poll(
            form.required("device_code"),
            proof.get().key(),
            form.optional("reveal").orElse(""),
            System.nanoTime());
    switch (poll) {
      case PairingDesk.Poll.Pending() ->
          OAuthReply.error(ctx, 400, "authorization_pending", "The crew has not decided yet.");
      case PairingDesk.Poll.SlowDown() ->
          OAuthReply.error(ctx, 400, "slow_down", "Ask every two seconds.");
      case PairingDesk.Poll.Denied() ->
          OAuthReply.error(ctx, 400, "access_denied", "The crew has turned this device away.");
      case PairingDesk.Poll.BadReveal() ->
          OAuthReply.error(
              ctx, 400, "access_denied", "That is not what was committed to. Begin again.");
      case PairingDesk.Poll.Expired() ->
          OAuthReply.error(ctx, 400, "expired_token", "Nobody waits under that code. Begin again.");
      case PairingDesk.Poll.Approved(var waiting) -> {
        Roster.Duty duty = roster.get().of(waiting.request().role());
        issue(
            ctx,
            new Order(
                DeviceId.of(proof.get().key()),
                duty.scopes(),
                duty.life(),
                TokenGrant.PAIRING,
                Optional.of(proof.get().key().thumbprint()),
                ""));
      }
    }
  }

  /** RFC 7009: who holds a token may end it, and whether it was one is nobody's business. */
  private void revoke(RoutingContext ctx, Form form) {
    Optional<TokenChain> chain = doorkeeper.chain(form.required("token"));
    if (chain.isEmpty()) {
      ctx.response().end();
      return;
    }
    TokenChain token = chain.get();
    Optional<String> bound = token.root().thumbprint();
    if (bound.isPresent()) {
      Optional<Proof> proof = proof(ctx);
      if (proof.isEmpty()) {
        return;
      }
      if (!proof.get().key().thumbprint().equals(bound.get())) {
        OAuthReply.error(
            ctx, 400, "invalid_client", "The proof is by another key than the token's.");
        return;
      }
    }
    onLoop(
            writer.submit(
                new RevokeToken(token.root().index(), token.root().subject(), "by its holder")))
        .onSuccess(_ -> ctx.response().end())
        .onFailure(cause -> OAuthReply.failed(ctx, cause));
  }

  /** The pack's maker took it away, or forgot it: nobody at the till can mend that. */
  private static void nothingToDo(RoutingContext ctx) {
    OAuthReply.error(
        ctx,
        400,
        "unauthorized_client",
        "The pack's roster has nothing for this role to do. Ask the crew for another role.");
  }

  /** What of the allowed is asked for: all, or a part; nothing when it was refused. */
  private static Optional<Set<Scope>> scopes(RoutingContext ctx, Form form, Set<Scope> allowed) {
    if (allowed.isEmpty()) {
      nothingToDo(ctx);
      return Optional.empty();
    }
    Optional<String> asked = form.optional("scope");
    try {
      Set<Scope> scopes = asked.isPresent() ? Scope.set(asked.get()) : allowed;
      if (!scopes.isEmpty() && allowed.containsAll(scopes)) {
        return Optional.of(scopes);
      }
    } catch (IllegalArgumentException e) {
      // Said below.
    }
    OAuthReply.error(
        ctx, 400, "invalid_scope", "There is \"" + Scope.words(allowed) + "\" to be had.");
    return Optional.empty();
  }

  private void issue(RoutingContext ctx, Order order) {
    onLoop(tokens.write(order))
        .onSuccess(outcome -> {
          switch (outcome) {
            case IssueOutcome.Granted(var token) -> {
              ObjectNode answer =
                  Json.MAPPER
                      .createObjectNode()
                      .put("access_token", tokens.signed(order, token))
                      .put("token_type", order.thumbprint().isPresent() ? "DPoP" : "Bearer")
                      .put("expires_in", token.lifeSeconds())
                      .put("scope", Scope.words(token.scopes()));
              if (order.subject() instanceof DeviceId device) {
                answer.put("lastSequence", ledger.lastSequence(device));
              }
              Reply.json(ctx, 200, answer);
            }
            case IssueOutcome.NotActive() ->
                OAuthReply.error(ctx, 400, "invalid_grant", "It was put out. Ask the crew.");
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
        })
        .onFailure(cause -> OAuthReply.failed(ctx, cause));
  }

  /** A good proof, or nothing when the request was refused. */
  private Optional<Proof> proof(RoutingContext ctx) {
    Shown shown = Entrance.shown(ctx);
    return switch (proofs.look(shown, Optional.empty())) {
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

  private String userCode() {
    StringBuilder code = new StringBuilder();
    for (int i = 0; i < 8; i++) {
      code.append(i == 4 ? "-" : "").append(LETTERS.charAt(chance.nextInt(LETTERS.length())));
    }
    return code.toString();
  }

  private String chance(int octets) {
    byte[] bytes = new byte[octets];
    chance.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private <T> Future<T> onLoop(CompletableFuture<T> answer) {
    return Future.fromCompletionStage(answer, vertx.getOrCreateContext());
  }
}
