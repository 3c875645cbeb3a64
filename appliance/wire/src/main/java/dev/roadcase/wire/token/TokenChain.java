package dev.roadcase.wire.token;

import dev.roadcase.core.identity.Scope;
import dev.roadcase.core.identity.Verified;
import dev.roadcase.wire.json.Malformed;
import dev.roadcase.wire.jws.CompactJws;
import dev.roadcase.wire.jws.Es256;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An access token and what its holder made of it: {@code token}, {@code token~child} or {@code
 * token~child~grandchild}, each narrower than the one before.
 *
 * @param root the token that the box has issued; with it the whole chain is revoked
 * @param scopes what the last is good for
 * @param expires the last one's end, epoch seconds; never after the root's
 * @param thumbprint of the key that the last is bound to
 * @param depth how often it was lent: 0 … {@link #DEPTH_MAX}
 */
public record TokenChain(
    AccessToken root, Set<Scope> scopes, long expires, Optional<String> thumbprint, int depth) {
  /** How often a token is lent on. */
  public static final int DEPTH_MAX = 2;

  public TokenChain {
    scopes = Set.copyOf(scopes);
  }

  /**
   * The chain in {@code text}, or nothing when a link of it is not signed by whom it should be: the
   * first by a known issuer's key, every other by the key that the one before is bound to.
   *
   * @param keys as in {@link AccessToken#verified}
   * @throws Malformed when it is no chain, or a child says more than its parent
   */
  public static Optional<Verified<TokenChain>> verified(
      String text, Function<String, @Nullable Es256> keys) {
    if (text.length() > CompactJws.TOKEN_MAX) {
      throw new Malformed("a token with its children has at most 2,048 characters");
    }
    String[] links = text.split("~", -1);
    if (links.length > DEPTH_MAX + 1) {
      throw new Malformed("a token is lent " + DEPTH_MAX + " times at most");
    }
    Optional<Verified<AccessToken>> root = AccessToken.verified(links[0], keys);
    if (root.isEmpty()) {
      return Optional.empty();
    }
    TokenChain chain = of(root.get().value());
    int end = links[0].length();
    for (int i = 1; i < links.length; i++) {
      Optional<TokenChain> longer = chain.lent(text.substring(0, end), links[i]);
      if (longer.isEmpty()) {
        return Optional.empty();
      }
      chain = longer.get();
      end += 1 + links[i].length();
    }
    return Optional.of(new Verified<>(chain));
  }

  private static TokenChain of(AccessToken root) {
    return new TokenChain(root, root.scopes(), root.expires(), root.thumbprint(), 0);
  }

  private Optional<TokenChain> lent(String before, String link) {
    if (thumbprint.isEmpty()) {
      throw new Malformed("a token that is bound to no key is not lent");
    }
    Optional<ChildToken.Signed> child = ChildToken.open(link);
    if (child.isEmpty() || !child.get().by().thumbprint().equals(thumbprint.get())) {
      return Optional.empty();
    }
    ChildToken token = child.get().token().within(scopes, expires);
    if (!token.parent().equals(TokenJws.hashOf(before))) {
      throw new Malformed("a child token stands behind the parent that it was made for");
    }
    return Optional.of(
        new TokenChain(
            root, token.scopes(), token.expires(), Optional.of(token.thumbprint()), depth + 1));
  }
}
