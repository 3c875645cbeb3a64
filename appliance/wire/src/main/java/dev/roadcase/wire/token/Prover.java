package dev.roadcase.wire.token;

import dev.roadcase.wire.jws.SigningKey;
import java.net.URI;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/**
 * A device's side of proof of possession (RFC 9449): makes a proof for each request, and remembers
 * the newest nonce that the box has given. For use by several threads.
 */
public final class Prover {
  private final SigningKey key;
  private final SecureRandom chance;
  private volatile Optional<String> nonce = Optional.empty();

  public Prover(SigningKey key, SecureRandom chance) {
    this.key = key;
    this.chance = chance;
  }

  /**
   * The {@code DPoP} header of one request.
   *
   * @param token that goes with it, if there is one
   */
  public String proof(String method, URI uri, Optional<String> token) {
    byte[] id = new byte[12];
    chance.nextBytes(id);
    return DpopProof.sign(
        key,
        Base64.getUrlEncoder().withoutPadding().encodeToString(id),
        method,
        uri.getScheme() + "://" + uri.getRawAuthority() + uri.getRawPath(),
        System.currentTimeMillis() / 1000,
        nonce,
        token.map(DpopProof::ath));
  }

  /**
   * Notes the {@code DPoP-Nonce} header of an answer, if it had one.
   *
   * @return whether it had: a request that was refused for the lack of it is worth another try
   */
  public boolean noted(Optional<String> header) {
    if (header.isPresent()) {
      nonce = header;
    }
    return header.isPresent();
  }

  public SigningKey key() {
    return key;
  }
}
