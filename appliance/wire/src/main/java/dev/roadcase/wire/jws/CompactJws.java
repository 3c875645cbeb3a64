package dev.roadcase.wire.jws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadcase.core.identity.PublicKey;
import dev.roadcase.wire.json.Fields;
import dev.roadcase.wire.json.Json;
import dev.roadcase.wire.json.Malformed;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A compact JWS that has passed the door: one algorithm, one spelling, no surprises in the header.
 * Not yet verified: {@link #signedBy} does that.
 *
 * <p>The header has the members that are expected and no others, so that {@code jku}, {@code x5u},
 * {@code crit}, {@code b64} and {@code zip} are refused before anybody could follow them.
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
    Fields header = header(parts, typ);
    String kid = header.text("kid");
    header.done();
    if (!KEY_ID.matcher(kid).matches()) {
      throw new Malformed("the JWS header's \"kid\" is 1 to 64 printable ASCII characters");
    }
    return new CompactJws(parts, kid, null);
  }

  /** Reads a JWS that brings its own key in {@code jwk}: only to prove possession of that key. */
  public static CompactJws parseWithKey(String text, String typ) {
    return parseWithKey(text, typ, LENGTH_MAX);
  }

  /** As {@link #parseWithKey(String, String)}, but no longer than {@code max} characters. */
  public static CompactJws parseWithKey(String text, String typ, int max) {
    Parts parts = Parts.of(text, max);
    Fields header = header(parts, typ);
    PublicKey own = Jwk.read(header.object("jwk"));
    header.done();
    return new CompactJws(parts, "", own);
  }

  private static Fields header(Parts parts, String typ) {
    Fields header = Json.strict(parts.header(), "the JWS header", 2);
    if (!header.text("alg").equals(ALG)) {
      throw new Malformed("the JWS algorithm is " + ALG);
    }
    if (!header.text("typ").equals(typ)) {
      throw new Malformed("the JWS header's \"typ\" is " + typ);
    }
    return header;
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
    try {
      input = base64(Json.MAPPER.writeValueAsBytes(header)) + "." + base64(payload);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree can always be written", e);
    }
    return input + "." + base64(key.sign(input.getBytes(StandardCharsets.US_ASCII)));
  }

  private static String base64(byte[] octets) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
  }
}
