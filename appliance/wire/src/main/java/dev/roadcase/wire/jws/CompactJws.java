package dev.roadcase.wire.jws;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadcase.core.identity.PublicKey;
import dev.roadcase.wire.json.Fields;
import dev.roadcase.wire.json.Json;
import dev.roadcase.wire.json.Malformed;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A compact JWS that has passed the door: one algorithm, one spelling, no surprises in the header.
 * Not yet verified: {@link #signedBy} does that.
 *
 * <p>What a box or a show signs ({@link #parse}) has a header with the expected members and no
 * others. What a device signs ({@link #parseOpen}, {@link #parseWithKey}) may be made by any JOSE
 * library: members that are not understood are ignored (RFC 7515 §4), {@code jku} and {@code x5u}
 * among them, which nobody follows; {@code typ} is compared as a media type (§4.1.9). Members that
 * change how the rest is read are refused in both: {@link #CHANGES_THE_REST}.
 */
public final class CompactJws {
  /** Longest JWS that is looked at, in characters; a sale of 200 lines fits. */
  public static final int LENGTH_MAX = 65_536;

  /** Longest token or proof that is looked at, in characters. */
  public static final int TOKEN_MAX = 2_048;

  /** Nesting of a token's claims. */
  public static final int TOKEN_DEPTH_MAX = 4;

  /** Of what a record of ours says of every key: not asked of the header, but demanded of it. */
  private static final String ALG = "ES256";

  /**
   * {@code crit} (RFC 7515 §4.1.11) names what has to be understood, and none of it is. {@code b64}
   * (RFC 7797) is part of {@code crit} or wrong. {@code enc} makes it a JWE (RFC 7516 §9). {@code
   * zip} is a JWE's, and some libraries inflate a JWS by it.
   */
  private static final Set<String> CHANGES_THE_REST = Set.of("crit", "b64", "enc", "zip");

  private static final String HEADER = "the JWS header";
  private static final String MEDIA_TYPE_PREFIX = "application/";

  private static final Pattern KEY_ID = Pattern.compile("[\\x21-\\x7e]{1,64}");

  private final Parts parts;
  private final String keyId;
  private final @Nullable PublicKey ownKey;

  private CompactJws(Parts parts, String keyId, @Nullable PublicKey ownKey) {
    this.parts = parts;
    this.keyId = keyId;
    this.ownKey = ownKey;
  }

  /**
   * Reads a JWS whose header has {@code alg}, {@code typ} and {@code kid}.
   *
   * @param typ the exact type that is expected here, such as {@code sale+jwt}
   * @throws Malformed when it is anything else
   */
  public static CompactJws parse(String text, String typ) {
    return parse(text, typ, LENGTH_MAX);
  }

  /**
   * As {@link #parse(String, String)}, but no longer than {@code max} characters; a token is looked
   * at up to {@link #TOKEN_MAX}.
   */
  public static CompactJws parse(String text, String typ, int max) {
    Parts parts = Parts.of(text, max);
    Fields header = Json.strict(parts.header(), HEADER, 2);
    requireAlgorithm(header);
    if (!header.text("typ").equals(typ)) {
      throw wrongType(typ);
    }
    String kid = keyId(header);
    header.done();
    return new CompactJws(parts, kid, null);
  }

  /**
   * Reads what a device has signed under its own name: as {@link #parse(String, String)}, and the
   * header may have further members.
   */
  public static CompactJws parseOpen(String text, String typ) {
    Parts parts = Parts.of(text, LENGTH_MAX);
    Fields header = openHeader(parts, typ);
    String kid = keyId(header);
    header.othersExcept(CHANGES_THE_REST);
    return new CompactJws(parts, kid, null);
  }

  /**
   * Reads a JWS that brings its own key in {@code jwk}: only to prove possession of that key. The
   * header may have further members; a {@code kid} beside the key names nothing.
   *
   * @param max characters that are looked at
   * @throws Malformed when it is anything else, or the key is none that could sign ES256
   */
  public static CompactJws parseWithKey(String text, String typ, int max) {
    Parts parts = Parts.of(text, max);
    Fields header = openHeader(parts, typ);
    PublicKey own = Jwk.read(header.object("jwk"));
    header.othersExcept(CHANGES_THE_REST);
    return new CompactJws(parts, "", own);
  }

  private static void requireAlgorithm(Fields header) {
    if (!header.text("alg").equals(ALG)) {
      throw new Malformed("the JWS algorithm is " + ALG);
    }
  }

  private static Fields openHeader(Parts parts, String typ) {
    Fields header = Json.dated(parts.header(), HEADER, TOKEN_DEPTH_MAX);
    requireAlgorithm(header);
    if (!isMediaType(header.text("typ"), typ)) {
      throw wrongType(typ);
    }
    return header;
  }

  private static String keyId(Fields header) {
    String kid = header.text("kid");
    if (!KEY_ID.matcher(kid).matches()) {
      throw new Malformed("the JWS header's \"kid\" is 1 to 64 printable ASCII characters");
    }
    return kid;
  }

  private static Malformed wrongType(String typ) {
    return new Malformed("the JWS header's \"typ\" is " + typ);
  }

  /** In any case, with {@code application/} in front or without (RFC 7515 §4.1.9). */
  private static boolean isMediaType(String said, String typ) {
    if (said.equals(typ)) {
      return true;
    }
    String lower = asciiLower(said);
    return lower.equals(typ) || lower.equals(MEDIA_TYPE_PREFIX + typ);
  }

  /** Letters beyond ASCII stay: to Unicode the long s, U+017F, is an s in another case. */
  private static String asciiLower(String text) {
    char[] all = text.toCharArray();
    for (int i = 0; i < all.length; i++) {
      if (all[i] >= 'A' && all[i] <= 'Z') {
        all[i] = (char) (all[i] - 'A' + 'a');
      }
    }
    return new String(all);
  }

  /** The key id, as the signer claims it; "" for a JWS that brings its own key. */
  public String keyId() {
    return keyId;
  }

  /** The key in the header of a JWS that was read {@link #parseWithKey with its key}. */
  public PublicKey ownKey() {
    if (ownKey == null) {
      throw new IllegalStateException("this JWS names its key by \"kid\"");
    }
    return ownKey;
  }

  public byte[] payload() {
    return parts.payload();
  }

  /**
   * The claims of a token.
   *
   * @param what names it in errors: "an access token"
   * @throws Malformed when the payload is not a JSON object by the rules of {@link Json#strict}
   */
  public Fields claims(String what) {
    return Json.strict(parts.payload(), what, TOKEN_DEPTH_MAX);
  }

  /** As {@link #claims}; a number may have a fraction, as a NumericDate may (RFC 7519 §2). */
  public Fields datedClaims(String what) {
    return Json.dated(parts.payload(), what, TOKEN_DEPTH_MAX);
  }

  public String text() {
    return parts.text();
  }

  public boolean signedBy(Es256 key) {
    return key.verifies(parts.signingInput(), parts.signature());
  }

  /** Signs {@code payload} under {@code kid}. */
  public static String sign(SigningKey key, String typ, String kid, byte[] payload) {
    return sign(key, header(typ).put("kid", kid), payload);
  }

  /** Signs {@code payload} with the public key in the header. */
  public static String signWithKey(SigningKey key, String typ, byte[] payload) {
    ObjectNode header = header(typ);
    header.set("jwk", Jwk.write(key.publicKey()));
    return sign(key, header, payload);
  }

  private static ObjectNode header(String typ) {
    return Json.MAPPER.createObjectNode().put("alg", ALG).put("typ", typ);
  }

  private static String sign(SigningKey key, ObjectNode header, byte[] payload) {
    String input;
    input = base64(Json.bytes(header)) + "." + base64(payload);
    return input + "." + base64(key.sign(input.getBytes(StandardCharsets.US_ASCII)));
  }

  private static String base64(byte[] octets) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
  }
}
