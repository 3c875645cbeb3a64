package dev.roadcase.wire.jws;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.impl.BaseJWSProvider;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.util.Base64URL;
import dev.roadcase.core.identity.PublicKey;
import dev.roadcase.wire.json.Malformed;
import java.text.ParseException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A compact JWS that has passed the door: one algorithm, one spelling, no surprises in the header.
 * Not yet verified: {@link #signedBy} does that.
 *
 * <p>The checks before the library are there because it forgives what a forger can use: padding,
 * the other base64 alphabet, trailing bits, white space.
 */
public final class CompactJws {
  /** Longest JWS that is looked at, in characters; a sale of 200 lines fits. */
  public static final int LENGTH_MAX = 65_536;

  private static final Set<String> HEADER = Set.of("alg", "typ", "kid");
  private static final Set<String> HEADER_WITH_KEY = Set.of("alg", "typ", "jwk");

  private final JWSObject jws;
  private final String text;

  private CompactJws(JWSObject jws, String text) {
    this.jws = jws;
    this.text = text;
  }

  /**
   * Reads a JWS whose header has {@code alg}, {@code typ} and {@code kid}.
   *
   * @param typ the exact type that is expected here, such as {@code sale+jwt}
   * @throws Malformed when it is anything else
   */
  public static CompactJws parse(String text, String typ) {
    CompactJws parsed = parse(text, typ, HEADER);
    if (parsed.jws.getHeader().getKeyID() == null) {
      throw new Malformed("the JWS header lacks \"kid\"");
    }
    return parsed;
  }

  /** Reads a JWS that brings its own key in {@code jwk}: only to prove possession of that key. */
  public static CompactJws parseWithKey(String text, String typ) {
    return parse(text, typ, HEADER_WITH_KEY);
  }

  private static CompactJws parse(String text, String typ, Set<String> header) {
    preflight(text);
    try {
      JWSObject jws = JWSObject.parse(text);
      JWSHeader found = jws.getHeader();
      if (!JWSAlgorithm.ES256.equals(found.getAlgorithm())) {
        throw new Malformed("the JWS algorithm is ES256");
      }
      if (found.getType() == null || !found.getType().getType().equals(typ)) {
        throw new Malformed("the JWS header's \"typ\" is " + typ);
      }
      if (!header.containsAll(found.getIncludedParams())) {
        throw new Malformed("the JWS header has only " + header);
      }
      return new CompactJws(jws, text);
    } catch (ParseException e) {
      throw new Malformed("not a compact JWS (RFC 7515 §7.1)");
    }
  }

  /** The key id, as the signer claims it. */
  public String keyId() {
    return jws.getHeader().getKeyID();
  }

  /** The key in the header of a JWS that was read {@link #parseWithKey with its key}. */
  public PublicKey ownKey() {
    if (!(jws.getHeader().getJWK() instanceof ECKey key) || !Curve.P_256.equals(key.getCurve())) {
      throw new Malformed("the JWS header's \"jwk\" is a P-256 public key");
    }
    try {
      return P256.onCurve(new PublicKey(key.getX().toString(), key.getY().toString()));
    } catch (IllegalArgumentException e) {
      throw new Malformed("the JWS header's \"jwk\": " + e.getMessage());
    }
  }

  public byte[] payload() {
    return jws.getPayload().toBytes();
  }

  public String text() {
    return text;
  }

  public boolean signedBy(Es256 key) {
    return key.verifies(jws.getSigningInput(), jws.getSignature().decode());
  }

  /** Signs {@code payload} under {@code kid}. */
  public static String sign(SigningKey key, String typ, String kid, byte[] payload) {
    return sign(key, header(typ).keyID(kid).build(), payload);
  }

  /** Signs {@code payload} with the public key in the header. */
  public static String signWithKey(SigningKey key, String typ, byte[] payload) {
    PublicKey own = key.publicKey();
    ECKey jwk =
        new ECKey.Builder(Curve.P_256, new Base64URL(own.x()), new Base64URL(own.y())).build();
    return sign(key, header(typ).jwk(jwk).build(), payload);
  }

  private static JWSHeader.Builder header(String typ) {
    return new JWSHeader.Builder(JWSAlgorithm.ES256).type(new JOSEObjectType(typ));
  }

  private static String sign(SigningKey key, JWSHeader header, byte[] payload) {
    JWSObject jws = new JWSObject(header, new Payload(payload));
    try {
      jws.sign(new LightweightSigner(key));
    } catch (JOSEException e) {
      throw new IllegalStateException("ES256 signs anything", e);
    }
    return jws.serialize();
  }

  private static void preflight(String text) {
    if (text.length() > LENGTH_MAX) {
      throw new Malformed("a JWS has at most " + LENGTH_MAX + " characters");
    }
    int first = text.indexOf('.');
    int second = text.indexOf('.', first + 1);
    if (first <= 0 || second <= first + 1 || text.indexOf('.', second + 1) >= 0) {
      throw new Malformed("a compact JWS has three parts");
    }
    canonical(text, 0, first);
    canonical(text, first + 1, second);
    canonical(text, second + 1, text.length());
  }

  /** RFC 4648 §5 without padding, and the unused bits of the last character zero. */
  private static void canonical(String text, int from, int to) {
    int last = 0;
    for (int i = from; i < to; i++) {
      last = sextet(text.charAt(i));
      if (last < 0) {
        throw new Malformed("a compact JWS is base64url without padding or white space");
      }
    }
    boolean spare =
        switch ((to - from) & 3) {
          case 0 -> false;
          case 2 -> (last & 0b1111) != 0;
          case 3 -> (last & 0b11) != 0;
          default -> true;
        };
    if (spare) {
      throw new Malformed("a compact JWS is canonical base64url: no bits beyond the last octet");
    }
  }

  private static int sextet(char c) {
    if (c >= 'A' && c <= 'Z') {
      return c - 'A';
    }
    if (c >= 'a' && c <= 'z') {
      return c - 'a' + 26;
    }
    if (c >= '0' && c <= '9') {
      return c - '0' + 52;
    }
    return c == '-' ? 62 : c == '_' ? 63 : -1;
  }

  private static final class LightweightSigner extends BaseJWSProvider implements JWSSigner {
    private final SigningKey key;

    LightweightSigner(SigningKey key) {
      super(Set.of(JWSAlgorithm.ES256));
      this.key = key;
    }

    @Override
    public Base64URL sign(JWSHeader header, byte @Nullable [] signingInput) {
      return Base64URL.encode(key.sign(java.util.Objects.requireNonNull(signingInput)));
    }
  }
}
