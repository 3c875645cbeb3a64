package dev.roadcase.wire.token;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadcase.core.auth.Claim;
import dev.roadcase.core.auth.Tokens;
import dev.roadcase.core.identity.Verified;
import dev.roadcase.wire.json.Fields;
import dev.roadcase.wire.json.Json;
import dev.roadcase.wire.json.Malformed;
import dev.roadcase.wire.jws.Es256;
import dev.roadcase.wire.jws.SigningKey;
import java.util.BitSet;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which tokens of a box are dead: a Token Status List (draft-ietf-oauth-status-list), {@code
 * statuslist+jwt}, one bit a token. Beside what the draft knows it says {@code seq}, which never
 * falls, and {@code min_gen}, the lowest odd generation that is alive. Unchangeable.
 */
public final class StatusList {
  public static final String TYP = "statuslist+jwt";

  /** Even a list that does not compress at all fits, in characters. */
  public static final int LENGTH_MAX = 32_768;

  private static final String WHAT = "a status list";
  private static final Pattern SUBJECT = Pattern.compile("[\\x21-\\x7e]{1,256}");

  private final Head head;
  private final BitSet dead;

  /**
   * All but the bits.
   *
   * @param subject URI of the list
   * @param issued epoch seconds; never falls from list to list
   * @param expires epoch seconds
   * @param ttl seconds after which a newer one is worth asking for
   * @param seq goes up with every change of the bits
   * @param lowestGeneration tokens of lower odd generations are dead; never falls
   */
  public record Head(
      String subject, long issued, long expires, long ttl, long seq, long lowestGeneration) {
    public Head {
      if (!SUBJECT.matcher(subject).matches()) {
        throw new IllegalArgumentException("\"sub\" is the list's URI");
      }
      if (issued < 0 || expires <= issued || ttl <= 0 || seq < 0 || lowestGeneration < 0) {
        throw new IllegalArgumentException(
            "a list ends after it was issued, and no number in it is negative");
      }
    }
  }

  /**
   * A list.
   *
   * @param dead places below {@link Tokens#CAPACITY}; copied
   */
  public StatusList(Head head, BitSet dead) {
    if (dead.length() > Tokens.CAPACITY) {
      throw new IllegalArgumentException("a list has " + Tokens.CAPACITY + " places");
    }
    this.head = head;
    this.dead = (BitSet) dead.clone();
  }

  public Head head() {
    return head;
  }

  /**
   * Whether the token at that place was revoked.
   *
   * @param index 0 … {@link Tokens#CAPACITY} − 1
   */
  public boolean revoked(int index) {
    if (index < 0 || index >= Tokens.CAPACITY) {
      throw new IllegalArgumentException("a list has no place " + index);
    }
    return dead.get(index);
  }

  /** Whether a token is dead by this list: revoked, or minted offline before the last sync. */
  public boolean refuses(Claim claim) {
    boolean offline = (claim.generation() & 1) != 0;
    return revoked(claim.index()) || (offline && claim.generation() < head.lowestGeneration());
  }

  /** The list as text, signed by the box's issuer key. */
  public String signedBy(SigningKey key) {
    ObjectNode claims = Json.MAPPER.createObjectNode();
    claims.put("sub", head.subject());
    claims.put("iat", head.issued());
    claims.put("exp", head.expires());
    claims.put("ttl", head.ttl());
    claims.putObject("status_list").put("bits", 1).put("lst", StatusBits.write(dead));
    claims.put("seq", head.seq());
    claims.put("min_gen", head.lowestGeneration());
    return TokenJws.sign(key, TYP, claims);
  }

  /**
   * The list in {@code text}, or nothing when no known key has signed it. Whether it is the one
   * that was asked for, and newer than the last, is {@link StatusListReader}'s to see.
   *
   * @throws Malformed when it is no status list of this size
   */
  public static Optional<Verified<StatusList>> verified(
      String text, Function<String, @Nullable Es256> keys) {
    return TokenJws.open(text, TYP, WHAT, LENGTH_MAX, keys)
        .map(StatusList::read)
        .map(Verified::new);
  }

  boolean sameBits(StatusList other) {
    return dead.equals(other.dead);
  }

  private static StatusList read(Fields claims) {
    String subject = claims.text("sub");
    long issued = claims.whole("iat");
    long expires = claims.whole("exp");
    long ttl = claims.whole("ttl");
    Fields list = claims.object("status_list");
    if (list.whole("bits") != 1) {
      throw new Malformed(WHAT + " has one bit a token");
    }
    BitSet dead = list.as("lst", StatusBits::read);
    list.done();
    long seq = claims.whole("seq");
    long lowest = claims.whole("min_gen");
    claims.done();
    return TokenJws.checked(
        WHAT, () -> new StatusList(new Head(subject, issued, expires, ttl, seq, lowest), dead));
  }
}
