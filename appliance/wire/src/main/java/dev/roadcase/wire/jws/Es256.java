package dev.roadcase.wire.jws;

import dev.roadcase.core.identity.PublicKey;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.bouncycastle.crypto.signers.ECDSASigner;

/**
 * Verifying ES256 by Bouncy Castle's lightweight API, several times as fast as the JDK's own. One
 * object a key; safe for use by many threads.
 */
public final class Es256 {
  private final org.bouncycastle.crypto.params.ECPublicKeyParameters key;

  public Es256(PublicKey key) {
    this.key = P256.parameters(key);
  }

  /**
   * Whether this key signed {@code message}.
   *
   * @param signature R and S, 64 octets
   * @return false for any other length, r or s outside 1 … n-1, or a signature by another key
   */
  public boolean verifies(byte[] message, byte[] signature) {
    if (signature.length != 64) {
      return false;
    }
    ECDSASigner verifier = new ECDSASigner();
    verifier.init(false, key);
    return verifier.verifySignature(
        sha256(message),
        new BigInteger(1, Arrays.copyOfRange(signature, 0, 32)),
        new BigInteger(1, Arrays.copyOfRange(signature, 32, 64)));
  }

  static byte[] sha256(byte[] message) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(message);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
