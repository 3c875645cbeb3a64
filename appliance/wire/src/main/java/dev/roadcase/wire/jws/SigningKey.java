package dev.roadcase.wire.jws;

import dev.roadcase.core.identity.PublicKey;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.Base64;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.util.BigIntegers;

/** A P-256 private key. Never prints itself. */
public final class SigningKey {
  private final BigInteger d;
  private final PublicKey publicKey;

  private SigningKey(BigInteger d) {
    if (d.signum() <= 0 || d.compareTo(P256.DOMAIN.getN()) >= 0) {
      throw new IllegalArgumentException("a P-256 private key is 1 to n-1");
    }
    this.d = d;
    this.publicKey = P256.publicKey(P256.DOMAIN.getG().multiply(d));
  }

  public static SigningKey make(SecureRandom chance) {
    BigInteger n = P256.DOMAIN.getN();
    return new SigningKey(
        BigIntegers.createRandomInRange(BigInteger.ONE, n.subtract(BigInteger.ONE), chance));
  }

  /**
   * A key from its file.
   *
   * @param scalar 32 octets in base64url, the member {@code d} of an RFC 7518 §6.2.2 JWK
   */
  public static SigningKey of(String scalar) {
    return new SigningKey(new BigInteger(1, Base64.getUrlDecoder().decode(scalar)));
  }

  /** The private scalar as {@link #of} reads it: for a key file, and nowhere else. */
  public String scalar() {
    return P256.text(d);
  }

  public PublicKey publicKey() {
    return publicKey;
  }

  /** ES256: R and S, 32 octets each (RFC 7518 §3.4). Deterministic nonces by RFC 6979. */
  public byte[] sign(byte[] message) {
    ECDSASigner signer = new ECDSASigner(new HMacDSAKCalculator(new SHA256Digest()));
    signer.init(true, new ECPrivateKeyParameters(d, P256.DOMAIN));
    BigInteger[] rs = signer.generateSignature(Es256.sha256(message));
    byte[] signature = new byte[64];
    System.arraycopy(BigIntegers.asUnsignedByteArray(32, rs[0]), 0, signature, 0, 32);
    System.arraycopy(BigIntegers.asUnsignedByteArray(32, rs[1]), 0, signature, 32, 32);
    return signature;
  }

  @Override
  public String toString() {
    return "SigningKey[" + publicKey.thumbprint() + "]";
  }
}
