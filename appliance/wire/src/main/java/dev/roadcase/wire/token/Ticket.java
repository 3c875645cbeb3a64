package dev.roadcase.wire.token;

import dev.roadcase.core.identity.Verified;
import dev.roadcase.wire.json.Fields;
import dev.roadcase.wire.json.Json;
import dev.roadcase.wire.json.Malformed;
import dev.roadcase.wire.jws.Es256;
import dev.roadcase.wire.jws.SigningKey;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A ticket as its holder carries it: {@code tkt+jwt}, small enough for a code that a phone's camera
 * reads off another phone. It says which ticket; what it admits to stands in the pack.
 *
 * @param id 1 to 24 base64url characters; 16 are 96 bits, which nobody guesses
 * @param audience the show
 */
public record Ticket(String id, Party audience) {
  public static final String TYP = "tkt+jwt";

  /** What a QR code of version 10 holds at level L, in octets. A usual ticket stays below 220. */
  public static final int LENGTH_MAX = 271;

  private static final String WHAT = "a ticket";
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,24}");

  public Ticket {
    if (!ID.matcher(id).matches()) {
      throw new IllegalArgumentException("a ticket's id is 1 to 24 base64url characters");
    }
  }

  /**
   * The ticket as text.
   *
   * @throws IllegalArgumentException when the show's name makes it longer than {@link #LENGTH_MAX}
   */
  public String signedBy(SigningKey key) {
    String text =
        TokenJws.sign(
            key,
            TYP,
            Json.MAPPER.createObjectNode().put("jti", id).put("aud", audience.toString()));
    if (text.length() > LENGTH_MAX) {
      throw new IllegalArgumentException(
          "a ticket has at most "
              + LENGTH_MAX
              + " characters, this one "
              + text.length()
              + ": give the show a shorter name");
    }
    return text;
  }

  /**
   * The ticket in {@code text}, or nothing when no known key has signed it.
   *
   * @throws Malformed when it is no ticket
   */
  public static Optional<Verified<Ticket>> verified(
      String text, Function<String, @Nullable Es256> keys) {
    return TokenJws.open(text, TYP, WHAT, LENGTH_MAX, keys).map(Ticket::read).map(Verified::new);
  }

  private static Ticket read(Fields claims) {
    String id = claims.text("jti");
    Party audience = claims.as("aud", Party::of);
    claims.done();
    return TokenJws.checked(WHAT, () -> new Ticket(id, audience));
  }
}
