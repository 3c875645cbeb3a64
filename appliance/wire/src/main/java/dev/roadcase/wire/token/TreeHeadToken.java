package dev.roadcase.wire.token;

import dev.roadcase.core.audit.TreeHead;
import dev.roadcase.core.fact.Hash;
import dev.roadcase.core.identity.Incarnation;
import dev.roadcase.core.identity.Verified;
import dev.roadcase.wire.json.Fields;
import dev.roadcase.wire.json.Json;
import dev.roadcase.wire.json.Malformed;
import dev.roadcase.wire.jws.CompactJws;
import dev.roadcase.wire.jws.Es256;
import dev.roadcase.wire.jws.SigningKey;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A tree head as the kit signs it: {@code sth+jwt}. Whoever keeps one can tell later whether the
 * box's log still begins with what it had then.
 *
 * @param incarnation whose chain it is: a board that was made anew under the same key has another
 * @param lo it was no earlier, epoch milliseconds
 */
public record TreeHeadToken(Incarnation incarnation, TreeHead head, long lo) {
  public static final String TYP = "sth+jwt";

  private static final String WHAT = "a tree head";

  public TreeHeadToken {
    if (lo < 0) {
      throw new IllegalArgumentException("a time is not before 1970");
    }
  }

  /** The token as text, signed by the kit's identity. */
  public String signedBy(SigningKey kit) {
    return TokenJws.sign(
        kit,
        TYP,
        Json.MAPPER
            .createObjectNode()
            .put("inc", incarnation.value())
            .put("size", head.size())
            .put("root", head.root().value())
            .put("lo", lo));
  }

  /**
   * The head in {@code text}, or nothing when no known kit has signed it.
   *
   * @param kits a kit's key of that {@code kid}, from its certificate; or null
   * @throws Malformed when it is no tree head
   */
  public static Optional<Verified<TreeHeadToken>> verified(
      String text, Function<String, @Nullable Es256> kits) {
    return TokenJws.open(text, TYP, WHAT, CompactJws.TOKEN_MAX, kits)
        .map(TreeHeadToken::read)
        .map(Verified::new);
  }

  private static TreeHeadToken read(Fields claims) {
    Incarnation incarnation = claims.as("inc", Incarnation::new);
    long size = claims.whole("size");
    Hash root = new Hash(claims.as("root", TokenJws::sha256));
    long lo = claims.whole("lo");
    claims.done();
    return TokenJws.checked(
        WHAT, () -> new TreeHeadToken(incarnation, new TreeHead(size, root), lo));
  }
}
