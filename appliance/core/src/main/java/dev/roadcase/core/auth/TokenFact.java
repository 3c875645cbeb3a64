package dev.roadcase.core.auth;

import dev.roadcase.core.fact.FactBody;
import dev.roadcase.core.fact.FactType;
import dev.roadcase.core.fact.Reach;
import dev.roadcase.core.identity.PublicKey;
import dev.roadcase.core.identity.Scope;
import dev.roadcase.core.identity.Subject;
import dev.roadcase.core.identity.TokenGrant;
import java.util.Set;

/** Tokens, and the keys that sign them. One record a type. */
public sealed interface TokenFact extends FactBody {
  FactType TOKEN_ISSUED = new FactType("token-issued", 1, Reach.P1, TokenIssued.class);

  FactType TOKEN_REVOKED = new FactType("token-revoked", 1, Reach.P0_URGENT, TokenRevoked.class);

  FactType TOKENS_REFUSED = new FactType("tokens-refused", 1, Reach.P2, TokensRefused.class);

  FactType EPOCH_BEGAN = new FactType("epoch-began", 1, Reach.P1, EpochBegan.class);

  FactType ISSUER_KEY_CHANGED =
      new FactType("issuer-key-changed", 1, Reach.P1, IssuerKeyChanged.class);

  @Override
  default FactType type() {
    return switch (this) {
      case TokenIssued _ -> TOKEN_ISSUED;
      case TokenRevoked _ -> TOKEN_REVOKED;
      case TokensRefused _ -> TOKENS_REFUSED;
      case EpochBegan _ -> EPOCH_BEGAN;
      case IssuerKeyChanged _ -> ISSUER_KEY_CHANGED;
    };
  }

  @Override
  default String key() {
    return switch (this) {
      case TokenIssued f -> "token/" + f.index();
      case TokenRevoked f -> "token/" + f.index();
      case TokensRefused f -> "refused/" + f.reason() + "/" + f.device();
      case EpochBegan _ -> "epoch";
      case IssuerKeyChanged _ -> "issuer";
    };
  }

  /**
   * A token was issued; it ends {@code lifeSeconds} after the fact.
   *
   * @param index its place in the status list
   * @param generation odd when no upstream session stood; see {@code core.auth.Tokens}
   * @param staff whose PIN was given, or ""
   */
  record TokenIssued(
      int index,
      Subject subject,
      long generation,
      Set<Scope> scopes,
      int lifeSeconds,
      TokenGrant grant,
      String staff)
      implements TokenFact {
    public TokenIssued {
      scopes = Set.copyOf(scopes);
    }
  }

  record TokenRevoked(int index, Subject subject, String reason) implements TokenFact {}

  /**
   * Somebody was turned away. The first time at once, then counted for a minute.
   *
   * @param reason a stable word, such as {@code bad-proof}
   * @param device whose token it was, or "" when that is not known
   * @param count 1 or more
   */
  record TokensRefused(String reason, String device, long count)
      implements TokenFact, Observation {}

  /** Upstream has all that was issued without it: offline tokens of before are to be replaced. */
  record EpochBegan(long epoch) implements TokenFact {}

  /**
   * Tokens are signed by this key from now on.
   *
   * @param next the one after it, published already
   */
  record IssuerKeyChanged(PublicKey present, PublicKey next) implements TokenFact, Observation {}
}
