package dev.roadcase.app.oauth;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadcase.app.auth.AuthHouse;
import dev.roadcase.app.auth.Doorkeeper;
import dev.roadcase.app.auth.OwnIssuer;
import dev.roadcase.app.auth.TokenDesk.Order;
import dev.roadcase.app.box.AuthCommand.Admit;
import dev.roadcase.app.box.AuthMachines;
import dev.roadcase.app.http.Form;
import dev.roadcase.app.http.Reply;
import dev.roadcase.app.journal.Writer;
import dev.roadcase.app.line.ClientAddress;
import dev.roadcase.app.screens.DevicePage;
import dev.roadcase.core.auth.Device;
import dev.roadcase.core.auth.IssueOutcome;
import dev.roadcase.core.auth.KeyBinding;
import dev.roadcase.core.auth.PairOutcome;
import dev.roadcase.core.auth.PairingDesk;
import dev.roadcase.core.auth.Tokens;
import dev.roadcase.core.identity.DeviceId;
import dev.roadcase.core.identity.Printable;
import dev.roadcase.core.identity.PublicKey;
import dev.roadcase.core.identity.Role;
import dev.roadcase.core.identity.TokenGrant;
import dev.roadcase.core.pack.Roster;
import dev.roadcase.wire.json.Json;
import dev.roadcase.wire.json.Malformed;
import dev.roadcase.wire.token.DpopProof;
import dev.roadcase.wire.token.DpopProof.Proof;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Letting devices in by RFC 8628: a device asks, the crew approves, the device fetches its token
 * with its key. Whose a code is and how often it counts is {@link PairingDesk}'s to say.
 */
final class DeviceGrant {
  /** Letters that nobody takes for others, and no vowels (RFC 8628 §6.1). */
  private static final String LETTERS = "BCDFGHJKLMNPQRSTVWXZ";

  private final Writer writer;
  private final AuthMachines machines;
  private final Doorkeeper doorkeeper;
  private final RequestProof proofs;
  private final PairingDesk desk;
  private final PublicKey boxKey;
  private final OwnIssuer issuer;
  private final Supplier<Roster> roster;
  private final TokenReply reply;
  private final SecureRandom chance;

  DeviceGrant(
      Writer writer,
      AuthMachines machines,
      AuthHouse auth,
      RequestProof proofs,
      TokenReply reply,
      SecureRandom chance) {
    this.chance = chance;
    this.writer = writer;
    this.machines = machines;
    this.doorkeeper = auth.doorkeeper();
    this.proofs = proofs;
    this.desk = auth.desk();
    this.boxKey = auth.boxKey();
    this.issuer = auth.issuer();
    this.roster = auth.roster();
    this.reply = reply;
  }

  /** The device authorization endpoint (RFC 8628 §3.1). */
  void authorize(RoutingContext ctx, Form form) {
    Optional<KeyBinding> binding = binding(ctx, form);
    if (binding.isEmpty()) {
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
    if (!commitment.isEmpty() && binding.get() instanceof KeyBinding.Open) {
      throw new Malformed(
          "digits are over the device's key: send a DPoP proof or \"dpop_jkt\" with the commitment");
    }
    PairingDesk.Request request =
        new PairingDesk.Request(
            binding.get(),
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

  /**
   * Which key asks: that of a proof, if there is one; the one that is named ({@code dpop_jkt}, RFC
   * 9449 §10); or none yet, as RFC 8628 has it. Nothing when the request was refused.
   */
  private Optional<KeyBinding> binding(RoutingContext ctx, Form form) {
    Optional<String> named = form.optional("dpop_jkt");
    if (named.isPresent() && !DpopProof.isThumbprint(named.get())) {
      throw new Malformed("\"dpop_jkt\" is a SHA-256 in 43 base64url characters");
    }
    if (!RequestProof.isShown(ctx)) {
      return Optional.of(
          named.<KeyBinding>map(KeyBinding.Named::new).orElseGet(KeyBinding.Open::new));
    }
    Optional<Proof> proof = proofs.of(ctx);
    if (proof.isPresent()
        && !named.orElse(proof.get().key().thumbprint()).equals(proof.get().key().thumbprint())) {
      OAuthReply.error(
          ctx, 400, "invalid_dpop_proof", "The proof is by another key than \"dpop_jkt\" names.");
      return Optional.empty();
    }
    return proof.map(p -> new KeyBinding.Proven(p.key()));
  }

  /** Puts a device on the waiting list, if there is a place; what it is told (RFC 8628 §3.2). */
  Optional<ObjectNode> waitAtTheDesk(PairingDesk.Request request) {
    String deviceCode = chance(32);
    String userCode = userCode();
    return desk.ask(request, deviceCode, "w-" + chance(9), userCode, chance(16), System.nanoTime())
        .map(waiting -> {
          ObjectNode answer =
              Json.MAPPER
                  .createObjectNode()
                  .put("device_code", deviceCode)
                  .put("user_code", userCode)
                  .put("verification_uri", issuer.get().at(DevicePage.PATH))
                  .put("verification_uri_complete", issuer.get().at(DevicePage.at(userCode)))
                  .put("expires_in", PairingDesk.LIFE.toSeconds())
                  .put("interval", PairingDesk.INTERVAL.toSeconds())
                  .put("box_key", boxKey.thumbprint())
                  .put("box_nonce", waiting.boxNonce());
          request.binding().device().ifPresent(id -> answer.put("device", id.value()));
          return answer;
        });
  }

  /** The token endpoint, where a device code is brought (RFC 8628 §3.4). */
  void poll(RoutingContext ctx, Form form) {
    Optional<Proof> proof = proofs.of(ctx);
    if (proof.isEmpty()) {
      return;
    }
    String deviceCode = form.required("device_code");
    PublicKey key = proof.get().key();
    PairingDesk.Poll poll =
        desk.poll(deviceCode, key, form.optional("reveal").orElse(""), System.nanoTime());
    switch (poll) {
      case PairingDesk.Poll.Pending() ->
          OAuthReply.error(ctx, 400, "authorization_pending", "The crew has not decided yet.");
      case PairingDesk.Poll.SlowDown() ->
          OAuthReply.error(ctx, 400, "slow_down", "Ask every two seconds.");
      case PairingDesk.Poll.Denied() ->
          OAuthReply.error(ctx, 400, "access_denied", "The crew has refused this device.");
      case PairingDesk.Poll.BadReveal() ->
          OAuthReply.error(
              ctx, 400, "access_denied", "That is not what was committed to. Begin again.");
      case PairingDesk.Poll.Expired() ->
          OAuthReply.error(ctx, 400, "expired_token", "Nobody waits under that code. Begin again.");
      case PairingDesk.Poll.Spent() ->
          OAuthReply.error(
              ctx,
              400,
              "invalid_grant",
              "This code has had its token. Renew with the device's key: client_credentials.");
      case PairingDesk.Poll.Again(var token, var since) -> again(ctx, key, token, since);
      case PairingDesk.Poll.Approved(var waiting) -> redeem(ctx, deviceCode, key, waiting);
    }
  }

  private void redeem(
      RoutingContext ctx, String deviceCode, PublicKey key, PairingDesk.Waiting waiting) {
    Order order = firstOrder(key, waiting.request().role());
    // Whatever is thrown on the way, the code is good for another try.
    Future.<Void>succeededFuture()
        .compose(ignored -> admitted(key, waiting.request()))
        .compose(
            in -> in ? reply.written(order) : Future.succeededFuture(new IssueOutcome.NotActive()))
        .onSuccess(outcome -> {
          if (outcome instanceof IssueOutcome.Granted(var token)) {
            desk.redeemed(deviceCode, token, System.nanoTime());
          } else {
            desk.notRedeemed(deviceCode);
          }
          reply.answer(ctx, order, outcome);
        })
        .onFailure(cause -> {
          desk.notRedeemed(deviceCode);
          OAuthReply.failed(ctx, cause);
        });
  }

  /**
   * Whether the device is in. One that was approved before it had shown its key is admitted here;
   * any other was when the crew approved it.
   */
  private Future<Boolean> admitted(PublicKey key, PairingDesk.Request asked) {
    Device known = machines.devices().published(DeviceId.of(key));
    boolean in =
        known != null
            && known.active()
            && known.role() == asked.role()
            && known.name().equals(asked.name());
    return in
        ? Future.succeededFuture(true)
        : reply
            .onLoop(writer.submit(new Admit(key, asked.role(), asked.name(), asked.codeHash())))
            .map(outcome -> outcome instanceof PairOutcome.Paired);
  }

  private Order firstOrder(PublicKey key, Role role) {
    Roster.Duty duty = roster.get().of(role);
    return new Order(
        DeviceId.of(key),
        duty.scopes(),
        duty.life(),
        TokenGrant.PAIRING,
        Optional.of(key.thumbprint()),
        "");
  }

  /** The same token, not another one: the first answer may have been lost on the way. */
  private void again(RoutingContext ctx, PublicKey key, Tokens.Issued token, Duration since) {
    DeviceId device = DeviceId.of(key);
    var unwelcome = doorkeeper.unwelcome(device);
    if (unwelcome.isPresent()) {
      OAuthReply.error(ctx, 400, "invalid_grant", unwelcome.get().detail());
      return;
    }
    Order order =
        new Order(
            device,
            token.scopes(),
            Duration.ofSeconds(token.lifeSeconds()),
            TokenGrant.PAIRING,
            Optional.of(key.thumbprint()),
            token.staff());
    reply.granted(ctx, order, token, token.lifeSeconds() - since.plusMillis(999).toSeconds());
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
}
