package dev.roadcase.wire.token;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadcase.core.identity.PublicKey;
import dev.roadcase.wire.json.Fields;
import dev.roadcase.wire.json.Json;
import dev.roadcase.wire.json.Malformed;
import dev.roadcase.wire.jws.Es256;
import dev.roadcase.wire.jws.SigningKey;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The proof, made for one request, that its sender has a key: {@code dpop+jwt} (RFC 9449 §4.2).
 *
 * <p>{@code iat} has to be there and is not judged: half of the devices have a wrong clock, and the
 * nonce says better when the proof was made. It may have a fraction (RFC 7519 §2). Claims that the
 * RFC does not name are ignored, as it asks for; the limits of the preflight hold for them too.
 */
public final class DpopProof {
  public static final String TYP = "dpop+jwt";

  private static final String WHAT = "a DPoP proof";
  private static final int HTU_MAX = 1_024;

  /** Of a proof's id a hash is remembered, so its length costs a moment and no memory. */
  private static final int ID_MAX = 256;

  private static final Pattern METHOD = Pattern.compile("[A-Z]{1,16}");
  private static final Pattern NONCE = Pattern.compile("[\\x21\\x23-\\x5b\\x5d-\\x7e]{1,128}");

  private DpopProof() {}

  /**
   * What a proof says. Nothing of it has been compared with a request yet.
   *
   * @param key that signed it
   * @param jti its own id, 1 to 256 characters without control characters
   * @param htm the method, as HTTP writes it
   * @param htu the URI, to be compared as a {@link Target}
   * @param nonce that the box gave (§8, §9)
   * @param ath hash of the access token that it goes with (§7.1)
   */
  public record Proof(
      PublicKey key,
      String jti,
      String htm,
      String htu,
      Optional<String> nonce,
      Optional<String> ath) {
    public Proof {
      if (!isId(jti)) {
        throw new IllegalArgumentException(
            "\"jti\" is 1 to " + ID_MAX + " characters without control characters");
      }
      if (!METHOD.matcher(htm).matches()) {
        throw new IllegalArgumentException("\"htm\" is an HTTP method in capitals");
      }
      if (htu.isEmpty() || htu.length() > HTU_MAX) {
        throw new IllegalArgumentException(
            "\"htu\" is a URI of at most " + HTU_MAX + " characters");
      }
      if (!nonce.map(text -> NONCE.matcher(text).matches()).orElse(true)) {
        throw new IllegalArgumentException("\"nonce\" is the one that the box gave");
      }
      ath.ifPresent(TokenJws::sha256);
    }

    private static boolean isId(String text) {
      for (int i = 0; i < text.length(); i++) {
        if (Character.isISOControl(text.charAt(i))) {
          return false;
        }
      }
      return !text.isEmpty() && text.length() <= ID_MAX;
    }

    /** Whether it was made for that access token. A proof without {@code ath} is for none. */
    public boolean goesWith(String accessToken) {
      return ath.isPresent() && ath.get().equals(DpopProof.ath(accessToken));
    }
  }

  /** Whether {@code text} spells the thumbprint of a key, as {@code dpop_jkt} does (§10). */
  public static boolean isThumbprint(String text) {
    return TokenJws.spellsSha256(text);
  }

  /** What {@code ath} says of an access token, or of a chain of them. */
  public static String ath(String accessToken) {
    return TokenJws.hashOf(accessToken);
  }

  /**
   * Makes a proof: the device's side.
   *
   * @param jti fresh chance, at least 96 bits
   * @param issued what the device takes for the time, epoch seconds
   * @param nonce the last that the box gave
   * @param ath {@link #ath} of the access token, if there is one already
   */
  public static String sign(
      SigningKey key,
      String jti,
      String htm,
      String htu,
      long issued,
      Optional<String> nonce,
      Optional<String> ath) {
    Proof proof = new Proof(key.publicKey(), jti, htm, htu, nonce, ath);
    ObjectNode claims = Json.MAPPER.createObjectNode();
    claims.put("jti", proof.jti());
    claims.put("htm", proof.htm());
    claims.put("htu", proof.htu());
    claims.put("iat", issued);
    proof.nonce().ifPresent(text -> claims.put("nonce", text));
    proof.ath().ifPresent(hash -> claims.put("ath", hash));
    return TokenJws.signWithKey(key, TYP, claims);
  }

  /**
   * The proof in {@code text}.
   *
   * @throws Malformed when it is none, or the key that it brings has not signed it
   */
  public static Proof verified(String text) {
    return verified(text, Es256::new);
  }

  /**
   * As {@link #verified(String)}, with verifiers that somebody keeps: one that has been used before
   * takes half the time.
   *
   * @param verifiers of that very key, kept or made anew
   */
  public static Proof verified(String text, Function<PublicKey, Es256> verifiers) {
    TokenJws.Own own =
        TokenJws.openWithKey(text, TYP, WHAT, verifiers)
            .orElseThrow(() -> new Malformed(WHAT + " is signed by the key that it brings"));
    Fields claims = own.claims();
    claims.numericDate("iat");
    String jti = claims.text("jti");
    String htm = claims.text("htm");
    String htu = claims.text("htu");
    Optional<String> nonce = claims.optionalText("nonce");
    Optional<String> ath = claims.optionalText("ath");
    return TokenJws.checked(WHAT, () -> new Proof(own.key(), jti, htm, htu, nonce, ath));
  }
}
