package dev.roadcase.app.http;

import java.math.BigInteger;
import java.util.Base64;
import org.bouncycastle.util.BigIntegers;

/** ECDSA's second spelling: for each valid (r, s), (r, n-s) is valid too. */
final class Malleable {
  private static final BigInteger N =
      new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);

  private Malleable() {}

  static String twin(String jws) {
    int dot = jws.lastIndexOf('.');
    byte[] signature = Base64.getUrlDecoder().decode(jws.substring(dot + 1));
    byte[] s = new byte[32];
    System.arraycopy(signature, 32, s, 0, 32);
    byte[] other = BigIntegers.asUnsignedByteArray(32, N.subtract(new BigInteger(1, s)));
    System.arraycopy(other, 0, signature, 32, 32);
    return jws.substring(0, dot + 1)
        + Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
  }
}
