package dev.roadcase.app.auth;

import dev.roadcase.app.auth.Admission.Why;
import dev.roadcase.core.auth.Nonces;
import dev.roadcase.core.auth.ProofLog;
import dev.roadcase.core.identity.PublicKey;
import dev.roadcase.wire.json.Malformed;
import dev.roadcase.wire.token.DpopProof;
import dev.roadcase.wire.token.DpopProof.Proof;
import dev.roadcase.wire.token.Target;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * Looks at proofs of possession (RFC 9449 §4.3): made for this request, with a nonce of this box,
 * never used before.
 */
public final class Proofs {
  /** What a proof turns out to be. */
  public sealed interface Look {
    /**
     * Good.
     *
     * @param jkt thumbprint of the key that signed it
     * @param stream which of the users of the key it was
     * @param nonce a newer one, if there is
     */
    record Good(Proof proof, String jkt, long stream, Optional<String> nonce) implements Look {}

    /** Not good; {@code nonce} to try again with. */
    record Bad(Why why, String detail, Optional<String> nonce) implements Look {}
  }

  private final Nonces nonces;
  private final ProofLog used = new ProofLog();
  private final DeviceKeys devices;
  private final Predicate<String> ourName;
  private final LongSupplier nanoTime;
  private final SecureRandom chance;

  /**
   * Nothing is used yet, and no nonce given.
   *
   * @param ourName whether a host, in lower case, is a name of this box: who sends devices to
   *     another name sits in between
   * @param nanoTime as {@link System#nanoTime}
   */
  public Proofs(
      DeviceKeys devices, Predicate<String> ourName, LongSupplier nanoTime, SecureRandom chance) {
    byte[] key = new byte[32];
    chance.nextBytes(key);
    this.nonces = new Nonces(key);
    this.devices = devices;
    this.ourName = ourName;
    this.nanoTime = nanoTime;
    this.chance = chance;
  }

  /**
   * Looks at the proof of a request.
   *
   * @param token that it has to go with, if there is one
   */
  public Look look(Shown shown, Optional<String> token) {
    if (shown.proof().isEmpty()) {
      return bad("A DPoP header with a proof is needed (RFC 9449), exactly one.");
    }
    Proof proof;
    try {
      proof = DpopProof.verified(shown.proof().get(), devices::of);
    } catch (Malformed e) {
      return bad(e.getMessage() + ".");
    }
    String jkt = proof.key().thumbprint();
    long now = nanoTime.getAsLong();
    if (!proof.htm().equals(shown.method())) {
      return bad("The proof was made for " + proof.htm() + ".");
    }
    if (!here(shown.uri(), proof.htu())) {
      return bad("The proof was made for another address.");
    }
    if (token.isPresent() && !proof.goesWith(token.get())) {
      return bad("The proof was not made for this token: \"ath\" (RFC 9449 §4.2).");
    }
    Optional<Nonces.Good> nonce = proof.nonce().flatMap(text -> nonces.read(text, jkt, now));
    if (nonce.isEmpty()) {
      String fresh = nonces.make(jkt, chance.nextLong(1L << 48), now);
      return new Look.Bad(
          Why.NO_NONCE, "Put the nonce of the DPoP-Nonce header into it.", Optional.of(fresh));
    }
    Nonces.Good good = nonce.get();
    long window = Nonces.window(now);
    return switch (used.note(good.window(), window - 1, jkt, proof.jti())) {
      case USED -> bad("The proof was used before. Make one for each request.");
      case FULL -> new Look.Bad(Why.BUSY, "Too many proofs in half a minute.", Optional.empty());
      case FRESH ->
          new Look.Good(
              proof,
              jkt,
              good.stream(),
              good.newest() ? Optional.empty() : Optional.of(nonces.make(jkt, good.stream(), now)));
    };
  }

  /**
   * Whether it is a proof that is signed by one of certain keys, whatever request it was made for.
   *
   * @param ours asked before the signature is looked at, which takes far longer
   */
  public boolean isSigned(String text, Predicate<PublicKey> ours) {
    try {
      DpopProof.verified(
          text,
          key -> {
            if (!ours.test(key)) {
              throw new Malformed("the proof is by nobody's key");
            }
            return devices.of(key);
          });
      return true;
    } catch (Malformed e) {
      return false;
    }
  }

  private boolean here(String asked, String htu) {
    try {
      Target target = Target.of(asked);
      return ourName.test(target.host()) && target.isNamedBy(htu);
    } catch (Malformed e) {
      return false;
    }
  }

  private static Look bad(String detail) {
    return new Look.Bad(Why.BAD_PROOF, detail, Optional.empty());
  }
}
