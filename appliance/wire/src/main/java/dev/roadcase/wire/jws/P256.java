package dev.roadcase.wire.jws;

import dev.roadcase.core.identity.PublicKey;
import java.math.BigInteger;
import java.util.Base64;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.util.BigIntegers;

/** The curve that the whole house uses: NIST P-256, also called secp256r1 (FIPS 186-5, SEC 2). */
public final class P256 {
  private static final X9ECParameters CURVE = CustomNamedCurves.getByName("P-256");
  static final ECDomainParameters DOMAIN =
      new ECDomainParameters(CURVE.getCurve(), CURVE.getG(), CURVE.getN(), CURVE.getH());

  private P256() {}

  /**
   * The key for use with Bouncy Castle's lightweight API.
   *
   * @throws IllegalArgumentException when the point is not on the curve, or is spelled in a second
   *     way
   */
  public static ECPublicKeyParameters parameters(PublicKey key) {
    BigInteger x = coordinate(key.x());
    BigInteger y = coordinate(key.y());
    return new ECPublicKeyParameters(
        DOMAIN.validatePublicPoint(DOMAIN.getCurve().createPoint(x, y)), DOMAIN);
  }

  public static PublicKey publicKey(ECPoint point) {
    ECPoint affine = point.normalize();
    return new PublicKey(
        text(affine.getAffineXCoord().toBigInteger()),
        text(affine.getAffineYCoord().toBigInteger()));
  }

  /** Refuses a key that is not on the curve; returns it for use in an expression. */
  public static PublicKey onCurve(PublicKey key) {
    parameters(key);
    return key;
  }

  private static BigInteger coordinate(String text) {
    BigInteger value = new BigInteger(1, Base64.getUrlDecoder().decode(text));
    if (value.compareTo(DOMAIN.getCurve().getField().getCharacteristic()) >= 0) {
      throw new IllegalArgumentException("a P-256 coordinate is below the field's prime");
    }
    if (!text(value).equals(text)) {
      throw new IllegalArgumentException("a P-256 coordinate is spelled in canonical base64url");
    }
    return value;
  }

  static String text(BigInteger value) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(BigIntegers.asUnsignedByteArray(32, value));
  }
}
