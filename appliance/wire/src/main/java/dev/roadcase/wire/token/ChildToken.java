package dev.roadcase.wire.token;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadcase.core.identity.PublicKey;
import dev.roadcase.core.identity.Scope;
import dev.roadcase.wire.json.Fields;
import dev.roadcase.wire.json.Json;
import dev.roadcase.wire.json.Malformed;
import dev.roadcase.wire.jws.Es256;
import dev.roadcase.wire.jws.SigningKey;
import java.util.Optional;
import java.util.Set;

/**
 * A narrower token that the holder of one makes for somebody else, without asking the box: {@code
 * att+jwt}, signed by the key that the parent is bound to, and bound to the key of whom it is for.
 * It travels behind its parent, {@code parent~child}; whether it is narrower is {@link
 * TokenChain}'s to see.
 *
 * @param parent hash of all that stands before it in the chain
 * @param scopes what it is good for; at least one
 * @param expires epoch seconds
 * @param thumbprint of the key that it is bound to
 */
public record ChildToken(String parent, Set<Scope> scopes, long expires, String thumbprint) {
  public static final String TYP = "att+jwt";

  private static final String WHAT = "a child token";

  public ChildToken {
    scopes = Set.copyOf(scopes);
    TokenJws.sha256(parent);
    TokenJws.sha256(thumbprint);
    if (scopes.isEmpty() || expires <= 0) {
      throw new IllegalArgumentException("a token is good for something, and its end is above 0");
    }
  }

  /**
   * Lends a token.
   *
   * @param holder the key that {@code chain} is bound to
   * @param chain a token, or a token and its child
   * @param borrower whom it is for
   * @return the longer chain, ready to show
   */
  public static String lend(
      SigningKey holder, String chain, Set<Scope> scopes, long expires, PublicKey borrower) {
    ChildToken child =
        new ChildToken(TokenJws.hashOf(chain), scopes, expires, borrower.thumbprint());
    ObjectNode claims = Json.MAPPER.createObjectNode();
    claims.put("pth", child.parent());
    claims.put("scope", Scope.words(child.scopes()));
    claims.put("exp", child.expires());
    claims.putObject("cnf").put("jkt", child.thumbprint());
    return chain + "~" + TokenJws.signWithKey(holder, TYP, claims);
  }

  /** A child, and whose key has signed it. */
  record Signed(ChildToken token, PublicKey by) {}

  /** The one in {@code text}; nothing when the key that it brings has not signed it. */
  static Optional<Signed> open(String text) {
    return TokenJws.openWithKey(text, TYP, WHAT, Es256::new)
        .map(own -> new Signed(read(own), own.key()));
  }

  private static ChildToken read(TokenJws.Own own) {
    Fields claims = own.claims();
    String parent = claims.as("pth", TokenJws::sha256);
    Set<Scope> scopes = claims.as("scope", Scope::set);
    long expires = claims.numericDate("exp");
    String thumbprint = TokenJws.confirmation(claims);
    claims.done();
    return TokenJws.checked(WHAT, () -> new ChildToken(parent, scopes, expires, thumbprint));
  }

  /** What the next one may at most be. */
  ChildToken within(Set<Scope> most, long latest) {
    if (!most.containsAll(scopes)) {
      throw new Malformed(WHAT + "'s \"scope\" is no more than its parent's");
    }
    if (expires > latest) {
      throw new Malformed(WHAT + " ends no later than its parent");
    }
    return this;
  }
}
