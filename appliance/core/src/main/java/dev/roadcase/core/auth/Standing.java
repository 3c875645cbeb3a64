package dev.roadcase.core.auth;

import dev.roadcase.core.identity.Scope;

/** How it stands with a token. */
public enum Standing {
  GOOD,
  /** It may have ended while the power was off: the risk of what is asked decides. */
  UNSURE,
  EXPIRED,
  REVOKED,
  /** Minted without upstream, and upstream knows of all such by now: fetch another. */
  SUPERSEDED,
  /** This box has not issued it, or has forgotten it long after its end. */
  UNKNOWN;

  /** Whether who shows it may do what is of such a risk. */
  public boolean allows(Scope.Risk risk) {
    return this == GOOD || (this == UNSURE && risk == Scope.Risk.USUAL);
  }
}
