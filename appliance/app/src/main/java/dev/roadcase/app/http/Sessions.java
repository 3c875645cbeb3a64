package dev.roadcase.app.http;

import dev.roadcase.app.journal.Clock;
import dev.roadcase.core.auth.Device;
import dev.roadcase.core.auth.Devices;
import dev.roadcase.core.auth.Verified;
import dev.roadcase.core.identity.DeviceId;
import dev.roadcase.core.identity.Role;
import dev.roadcase.wire.json.Malformed;
import dev.roadcase.wire.jws.Es256;
import dev.roadcase.wire.jws.SigningKey;
import dev.roadcase.wire.token.AccessToken;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tokens out, tokens in. A token that was verified once is remembered by its text; whether its
 * device is still welcome, and whether it has expired, is asked every time.
 */
public final class Sessions {
  private static final int REMEMBERED_MAX = 4096;

  /** Why nobody comes in with this token. */
  sealed interface Entry {
    record In(AccessToken token, Device device) implements Entry {}

    record Refused(Problem problem) implements Entry {}
  }

  private final String issuer;
  private final String audience;
  private final SigningKey key;
  private final Es256 verifier;
  private final Duration life;
  private final Devices devices;
  private final Clock clock;
  private final SecureRandom chance = new SecureRandom();
  private final Map<String, AccessToken> verified = new ConcurrentHashMap<>();
  private final Map<DeviceId, Es256> deviceKeys = new ConcurrentHashMap<>();

  /**
   * The sessions of one box.
   *
   * @param audience what a token is good for: fleet and site
   * @param key the box's issuer key
   * @param life how long a token lives
   */
  public Sessions(
      String issuer, String audience, SigningKey key, Duration life, Devices devices, Clock clock) {
    this.issuer = issuer;
    this.audience = audience;
    this.key = key;
    this.verifier = new Es256(key.publicKey());
    this.life = life;
    this.devices = devices;
    this.clock = clock;
  }

  SigningKey key() {
    return key;
  }

  Duration life() {
    return life;
  }

  String issue(Device device) {
    long now = clock.now().wall() / 1000;
    byte[] id = new byte[12];
    chance.nextBytes(id);
    return new AccessToken(
            issuer,
            audience,
            device.id(),
            device.role(),
            now,
            now + life.toSeconds(),
            Base64.getUrlEncoder().withoutPadding().encodeToString(id),
            device.key().thumbprint())
        .signedBy(key);
  }

  Entry enter(Optional<String> text, Role role) {
    if (text.isEmpty()) {
      return refused(
          401,
          "no-token",
          "A token is needed",
          "Send \"Authorization: Bearer …\" as pairing gave it.");
    }
    AccessToken token = verified.get(text.get());
    if (token == null) {
      Optional<AccessToken> fresh = verify(text.get());
      if (fresh.isEmpty()) {
        return refused(
            401, "bad-token", "That token opens nothing", "It is not this box's. Pair again.");
      }
      token = fresh.get();
      remember(text.get(), token);
    }
    // Only a moment that has certainly passed ends a token: a box without a clock does not guess.
    if (token.expires() * 1000 < clock.now().lo()) {
      return refused(401, "bad-token", "That token has expired", "Pair again.");
    }
    Device device = devices.published(token.device());
    if (device == null || device.revoked()) {
      return new Entry.Refused(Refusals.notPaired(token.device()));
    }
    if (device.role() != role && device.role() != Role.TILL) {
      return refused(
          403,
          "not-allowed",
          "Not with this role",
          "This needs a device that was paired as " + role.word() + ".");
    }
    return new Entry.In(token, device);
  }

  /** The key of a paired device, ready to verify with. */
  Optional<Es256> keyOf(DeviceId id) {
    Es256 known = deviceKeys.get(id);
    if (known != null) {
      return Optional.of(known);
    }
    Device device = devices.published(id);
    if (device == null) {
      return Optional.empty();
    }
    // A device's id is made from its key, so what is remembered never goes stale.
    return Optional.of(deviceKeys.computeIfAbsent(id, _ -> new Es256(device.key())));
  }

  private Optional<AccessToken> verify(String text) {
    try {
      return AccessToken.verified(text, key.publicKey().thumbprint(), verifier)
          .map(Verified::value)
          .filter(t -> t.issuer().equals(issuer) && t.audience().equals(audience));
    } catch (Malformed e) {
      return Optional.empty();
    }
  }

  private void remember(String text, AccessToken token) {
    if (verified.size() >= REMEMBERED_MAX) {
      verified.clear();
    }
    verified.put(text, token);
  }

  private static Entry refused(int status, String name, String title, String detail) {
    return new Entry.Refused(Problem.of(status, name, title, detail));
  }
}
