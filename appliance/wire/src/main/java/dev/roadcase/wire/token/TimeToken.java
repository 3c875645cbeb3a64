package dev.roadcase.wire.token;

import dev.roadcase.core.identity.Verified;
import dev.roadcase.wire.json.Fields;
import dev.roadcase.wire.json.Json;
import dev.roadcase.wire.json.Malformed;
import dev.roadcase.wire.jws.CompactJws;
import dev.roadcase.wire.jws.Es256;
import dev.roadcase.wire.jws.SigningKey;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the box knows of the time, signed for whoever asked: {@code time+jwt}. The nonce is the
 * asker's, so an old answer is worth nothing; the shape is Roughtime's.
 *
 * @param nonce 1 to 64 base64url characters
 * @param lo it is no earlier, epoch milliseconds
 * @param hi it is no later, epoch milliseconds; {@link dev.roadcase.core.fact.Now#OPEN} when nobody
 *     can say
 */
public record TimeToken(String nonce, long lo, long hi) {
  public static final String TYP = "time+jwt";

  private static final String WHAT = "a time token";
  private static final Pattern NONCE = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  public TimeToken {
    if (!NONCE.matcher(nonce).matches()) {
      throw new IllegalArgumentException("a nonce is 1 to 64 base64url characters");
    }
    if (lo < 0 || hi < lo) {
      throw new IllegalArgumentException("0 ≤ lo ≤ hi");
    }
  }

  /** The token as text, signed by the box's issuer key. */
  public String signedBy(SigningKey key) {
    return TokenJws.sign(
        key, TYP, Json.MAPPER.createObjectNode().put("nonce", nonce).put("lo", lo).put("hi", hi));
  }

  /**
   * The answer to {@code nonce}, or nothing when no known key has signed it.
   *
   * @throws Malformed when it is no time token, or the answer to another nonce
   */
  public static Optional<Verified<TimeToken>> verified(
      String text, String nonce, Function<String, @Nullable Es256> keys) {
    return TokenJws.open(text, TYP, WHAT, CompactJws.TOKEN_MAX, keys)
        .map(claims -> read(claims, nonce))
        .map(Verified::new);
  }

  private static TimeToken read(Fields claims, String nonce) {
    String answered = claims.text("nonce");
    long lo = claims.whole("lo");
    long hi = claims.whole("hi");
    claims.done();
    if (!answered.equals(nonce)) {
      throw new Malformed(WHAT + " answers the nonce of who asked");
    }
    return TokenJws.checked(WHAT, () -> new TimeToken(answered, lo, hi));
  }
}
