package dev.roadcase.wire.token;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadcase.core.identity.ClientId;
import dev.roadcase.core.identity.DeviceId;
import dev.roadcase.core.identity.PublicKey;
import dev.roadcase.core.identity.Scope;
import dev.roadcase.wire.json.Json;
import dev.roadcase.wire.jws.Es256;
import dev.roadcase.wire.jws.Jwk;
import dev.roadcase.wire.jws.SigningKey;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Keys and tokens to try things with. The keys are always the same, so failures replay. */
final class Some {
  static final SigningKey ISSUER = key(1);
  static final SigningKey DEVICE = key(2);
  static final SigningKey FRIEND = key(3);
  static final SigningKey STRANGER = key(4);
  static final IssuerUrl BOX = new IssuerUrl("https://kit-1.local:8443");
  static final String LIST = BOX.statusList();
  static final long EXPIRES = 1_795_348_800;

  static final Es256 ISSUER_KEY = new Es256(ISSUER.publicKey());
  static final Function<String, @Nullable Es256> KEYS =
      kid -> kid.equals(kid(ISSUER)) ? ISSUER_KEY : null;

  private Some() {}

  static SigningKey key(int seed) {
    byte[] scalar = new byte[32];
    scalar[0] = 7;
    scalar[31] = (byte) seed;
    return SigningKey.of(Base64.getUrlEncoder().withoutPadding().encodeToString(scalar));
  }

  static String kid(SigningKey key) {
    return Jwk.keyId(key.publicKey());
  }

  static AccessToken token(String scopes) {
    return token(Scope.set(scopes), Optional.empty());
  }

  static AccessToken token(Set<Scope> scopes, Optional<String> staff) {
    PublicKey device = DEVICE.publicKey();
    return new AccessToken(
        BOX,
        Party.of("rc:demo/market"),
        DeviceId.of(device),
        scopes,
        EXPIRES - 900,
        EXPIRES,
        131_071,
        12,
        Optional.of(device.thumbprint()),
        staff);
  }

  static AccessToken clientToken() {
    return new AccessToken(
        BOX,
        Party.of("rc:demo/market"),
        new ClientId("c-weather"),
        EnumSet.of(Scope.TELEMETRY),
        EXPIRES - 3_600,
        EXPIRES,
        7,
        13,
        Optional.empty(),
        Optional.empty());
  }

  static String chain() {
    return ChildToken.lend(
        DEVICE,
        token("sell refund hold").signedBy(ISSUER),
        EnumSet.of(Scope.SELL, Scope.HOLD),
        EXPIRES - 10,
        FRIEND.publicKey());
  }

  static String proof() {
    return DpopProof.sign(
        DEVICE,
        "kZ1w0N3m5lQy8TtA",
        "POST",
        "https://box.example/sales",
        EXPIRES - 500,
        Optional.of("bm9uY2U"),
        Optional.of(DpopProof.ath("token")));
  }

  static StatusList list(long seq, int... dead) {
    BitSet bits = new BitSet();
    for (int index : dead) {
      bits.set(index);
    }
    return new StatusList(
        new StatusList.Head(LIST, EXPIRES - 900 + seq, EXPIRES, 10, seq, 12), bits);
  }

  private static final String PARENT = token("sell refund hold").signedBy(ISSUER) + "~";

  /**
   * One valid token of each type, and how it is read. What a reader answers is empty, or holds
   * something, or is thrown.
   */
  record Kind(
      String typ,
      boolean ownKey,
      SigningKey signer,
      String text,
      Function<String, Optional<?>> read) {
    /**
     * Whether {@code candidate} is let in. Anything thrown but Malformed gets through to the test.
     */
    boolean accepts(String candidate) {
      try {
        return read.apply(candidate).isPresent();
      } catch (dev.roadcase.wire.json.Malformed e) {
        return false;
      }
    }

    String headerJson() {
      return decoded(text, 0);
    }

    String payloadJson() {
      return decoded(text, 1);
    }

    /** A token of this type with another header and payload, under a good signature. */
    String resigned(String header, String payload) {
      return sign(signer, header, payload);
    }

    @Override
    public String toString() {
      return typ;
    }
  }

  static final List<Kind> KINDS =
      List.of(
          new Kind(
              "at+jwt",
              false,
              ISSUER,
              token("sell refund").signedBy(ISSUER),
              text -> AccessToken.verified(text, KEYS)),
          new Kind(
              "dpop+jwt",
              true,
              DEVICE,
              proof(),
              text -> Optional.of(DpopProof.verified(text, Some::verifier))),
          new Kind(
              "att+jwt",
              true,
              DEVICE,
              chain().substring(chain().indexOf('~') + 1),
              text -> TokenChain.verified(PARENT + text, KEYS)),
          new Kind(
              "statuslist+jwt",
              false,
              ISSUER,
              list(3, 5, 131_071).signedBy(ISSUER),
              text -> StatusList.verified(text, KEYS)),
          new Kind(
              "time+jwt",
              false,
              ISSUER,
              new TimeToken("bm9uY2U", 1_795_348_000_000L, 1_795_348_001_000L).signedBy(ISSUER),
              text -> TimeToken.verified(text, "bm9uY2U", KEYS)),
          new Kind(
              "iss+jwt",
              false,
              ISSUER,
              new IssuerToken(FRIEND.publicKey(), EXPIRES - 86_400, EXPIRES).signedBy(ISSUER),
              text -> IssuerToken.verified(text, KEYS)),
          new Kind(
              "tkt+jwt",
              false,
              ISSUER,
              new Ticket("Zk3v9QpLr2XyT0aB", Party.of("rc:demo/market")).signedBy(ISSUER),
              text -> Ticket.verified(text, KEYS)));

  private static final Es256 DEVICE_KEY = new Es256(DEVICE.publicKey());

  private static Es256 verifier(PublicKey key) {
    return key.equals(DEVICE.publicKey()) ? DEVICE_KEY : new Es256(key);
  }

  static String sign(SigningKey key, String header, String payload) {
    return sign(key, utf8(header), utf8(payload));
  }

  static String sign(SigningKey key, byte[] header, byte[] payload) {
    String input = base64(header) + "." + base64(payload);
    return input + "." + base64(key.sign(input.getBytes(StandardCharsets.US_ASCII)));
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static String base64(byte[] octets) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
  }

  static String decoded(String jws, int part) {
    return new String(
        Base64.getUrlDecoder().decode(jws.split("\\.")[part]), StandardCharsets.UTF_8);
  }

  static ObjectNode json(String text) {
    try {
      return (ObjectNode) Json.MAPPER.readTree(text);
    } catch (java.io.IOException | ClassCastException e) {
      throw new AssertionError(e);
    }
  }
}
