package dev.roadcase.app.oauth;

import dev.roadcase.app.auth.AuthHouse;
import dev.roadcase.app.auth.Doorkeeper;
import dev.roadcase.app.auth.PinDesk;
import dev.roadcase.app.auth.RefusalLog;
import dev.roadcase.app.auth.TokenDesk.Order;
import dev.roadcase.app.box.AuthCommand.RevokeToken;
import dev.roadcase.app.box.AuthMachines;
import dev.roadcase.app.http.Doors;
import dev.roadcase.app.http.Form;
import dev.roadcase.app.http.ReadBody;
import dev.roadcase.app.http.Reply;
import dev.roadcase.app.http.Ways;
import dev.roadcase.app.journal.Writer;
import dev.roadcase.core.auth.Clients;
import dev.roadcase.core.auth.Device;
import dev.roadcase.core.identity.ClientId;
import dev.roadcase.core.identity.DeviceId;
import dev.roadcase.core.identity.Scope;
import dev.roadcase.core.identity.TokenGrant;
import dev.roadcase.core.ledger.Ledger;
import dev.roadcase.core.pack.Roster;
import dev.roadcase.wire.json.Json;
import dev.roadcase.wire.json.Malformed;
import dev.roadcase.wire.token.DpopProof.Proof;
import dev.roadcase.wire.token.TokenChain;
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
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The token endpoint and its neighbours (RFC 6749, 7009, 8628, 9449). Refusals are OAuth's own JSON
 * here, not problems: stock clients read them.
 */
public final class OAuthRoutes implements Doors.Pages {
  static final String TOKEN = "/oauth/token";
  static final String REVOKE = "/oauth/revoke";
  static final String DEVICE_AUTHORIZATION = "/oauth/device_authorization";
  static final String DEVICE_CODE = "urn:ietf:params:oauth:grant-type:device_code";

  private final ReadBody bodies;
  private final Writer writer;
  private final AuthMachines machines;
  private final Doorkeeper doorkeeper;
  private final PinDesk pins;
  private final RequestProof proofs;
  private final TokenReply reply;
  private final DeviceGrant devices;
  private final Supplier<Roster> roster;
  private final RefusalLog refusals;

  public OAuthRoutes(
      Vertx vertx,
      Writer writer,
      AuthMachines machines,
      Ledger ledger,
      AuthHouse auth,
      ReadBody bodies,
      SecureRandom chance) {
    this.bodies = bodies;
    this.writer = writer;
    this.machines = machines;
    this.doorkeeper = auth.doorkeeper();
    this.proofs = new RequestProof(auth.proofs());
    this.reply = new TokenReply(vertx, auth.tokens(), ledger);
    this.devices = new DeviceGrant(writer, machines, auth, proofs, reply, chance);
    this.pins = auth.pins();
    this.roster = auth.roster();
    this.refusals = auth.refusals();
  }

  @Override
  public void mount(Router router) {
    bodies.on(router.post("/oauth/*"), Form.MAX);
    Ways.acting(router, TOKEN, ctx -> guarded(ctx, this::token));
    Ways.acting(router, REVOKE, ctx -> guarded(ctx, this::revoke));
    Ways.acting(router, DEVICE_AUTHORIZATION, ctx -> guarded(ctx, devices::authorize));
  }

  /** RFC 8628, for a device with a code that the crew has to approve. */
  public DeviceGrant devices() {
    return devices;
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
      case DEVICE_CODE -> devices.poll(ctx, form);
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
      badClient(ctx);
      return;
    }
    Optional<Set<Scope>> scopes = scopes(ctx, form, client.scopes());
    if (scopes.isEmpty()) {
      return;
    }
    Optional<String> thumbprint = Optional.empty();
    if (RequestProof.isShown(ctx)) {
      Optional<Proof> proof = proofs.of(ctx);
      if (proof.isEmpty()) {
        return;
      }
      thumbprint = proof.map(p -> p.key().thumbprint());
    }
    reply.issue(
        ctx,
        new Order(
            client.id(),
            scopes.get(),
            Duration.ofSeconds(client.lifeSeconds()),
            TokenGrant.CLIENT,
            thumbprint,
            ""));
  }

  private void badClient(RoutingContext ctx) {
    refusals.note("bad-client", "");
    ctx.response().putHeader("WWW-Authenticate", "Basic realm=\"roadcase\"");
    OAuthReply.error(ctx, 401, "invalid_client", "There is no such client, or not this secret.");
  }

  private Clients.@Nullable Client client(String id, String secret) {
    try {
      return machines.clients().withSecret(new ClientId(id), secret);
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
    Optional<Proof> proof = proofs.of(ctx);
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
    Device device = machines.devices().published(id);
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
    reply
        .onLoop(pins.look(device.id(), staff, pin))
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
            reply.issue(
                ctx,
                new Order(
                    device.id(),
                    scopes,
                    life,
                    staff.isEmpty() ? TokenGrant.RENEWAL : TokenGrant.PIN,
                    Optional.of(proof.key().thumbprint()),
                    staff)));
  }

  /**
   * RFC 7009: who holds a token may end it, and whether it was one is nobody's business. Without a
   * proof the token's text is enough (§2.1, a public client): a device whose token was ended by
   * another fetches the next one by its key. Credentials that are shown have to be right.
   */
  private void revoke(RoutingContext ctx, Form form) {
    Optional<String[]> secret = clientSecret(ctx, form);
    Clients.@Nullable Client client =
        secret.isPresent() ? client(secret.get()[0], secret.get()[1]) : null;
    if (secret.isPresent() && client == null) {
      badClient(ctx);
      return;
    }
    Optional<TokenChain> chain = doorkeeper.chain(form.required("token"));
    if (chain.isEmpty()) {
      revoked(ctx);
      return;
    }
    TokenChain token = chain.get();
    if (client != null && !client.id().equals(token.root().subject())) {
      OAuthReply.error(ctx, 400, "invalid_client", "That token is not this client's.");
      return;
    }
    boolean proved = RequestProof.isShown(ctx);
    if (proved) {
      Optional<Proof> proof = proofs.of(ctx);
      if (proof.isEmpty()) {
        return;
      }
      if (!token.root().thumbprint().equals(Optional.of(proof.get().key().thumbprint()))) {
        OAuthReply.error(
            ctx, 400, "invalid_client", "The proof is by another key than the token's.");
        return;
      }
    }
    reply
        .onLoop(
            writer.submit(
                new RevokeToken(
                    token.root().index(),
                    token.root().subject(),
                    proved || client != null ? "by its holder" : "by its text")))
        .onSuccess(_ -> revoked(ctx))
        .onFailure(cause -> OAuthReply.failed(ctx, cause));
  }

  /** RFC 7009 §2.2 wants no body; some clients read one all the same, as JSON. */
  private static void revoked(RoutingContext ctx) {
    Reply.json(ctx, 200, Json.MAPPER.createObjectNode());
  }

  /** What of the allowed is asked for: all, or a part; nothing when it was refused. */
  private static Optional<Set<Scope>> scopes(RoutingContext ctx, Form form, Set<Scope> allowed) {
    if (allowed.isEmpty()) {
      TokenReply.nothingToDo(ctx);
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
}
