package dev.roadcase.app.auth;

import dev.roadcase.core.identity.DeviceId;
import dev.roadcase.core.identity.Scope;
import dev.roadcase.core.identity.Subject;
import java.util.Optional;
import java.util.Set;

/** Whether somebody comes in. */
public sealed interface Admission {

  /**
   * In.
   *
   * @param subject whose token it is
   * @param scopes what it is good for
   * @param staff whose PIN was given, or ""
   * @param nonce a newer one, if there is
   */
  record In(Subject subject, Set<Scope> scopes, String staff, Optional<String> nonce)
      implements Admission {
    /** The device, if it is one. */
    public Optional<DeviceId> device() {
      return subject instanceof DeviceId id ? Optional.of(id) : Optional.empty();
    }
  }

  /**
   * Not in.
   *
   * @param nonce to try again with
   */
  record Out(Why why, String detail, Optional<String> nonce) implements Admission {}

  /** There is nothing to look at. */
  static Out noToken() {
    return new Out(
        Why.NO_TOKEN, "Send \"Authorization: DPoP …\" and a DPoP proof with it.", Optional.empty());
  }

  /** Why somebody stays out; what HTTP and OAuth call it. */
  enum Why {
    NO_TOKEN(401, "", "no-token", "A token is needed"),
    BAD_TOKEN(401, "invalid_token", "bad-token", "That token opens nothing"),
    EXPIRED(401, "invalid_token", "token-expired", "That token has expired"),
    REVOKED(401, "invalid_token", "token-revoked", "That token was revoked"),
    SUPERSEDED(401, "invalid_token", "token-superseded", "That token was replaced"),
    UNSURE(401, "invalid_token", "token-unsure", "The box is unsure of the time"),
    NO_NONCE(401, "use_dpop_nonce", "use-dpop-nonce", "The proof needs the box's nonce"),
    BAD_PROOF(401, "invalid_dpop_proof", "bad-proof", "The proof does not fit"),
    NO_SCOPE(403, "insufficient_scope", "not-allowed", "Not with this token"),
    NOT_PAIRED(403, "", "not-paired", "This device is not paired"),
    SUSPENDED(403, "", "suspended", "This device is suspended"),
    BUSY(503, "", "too-busy", "The box has more to do than it can");

    private final int status;
    private final String error;
    private final String word;
    private final String title;

    Why(int status, String error, String word, String title) {
      this.status = status;
      this.error = error;
      this.word = word;
      this.title = title;
    }

    public int status() {
      return status;
    }

    /** By RFC 6750 §3.1 and RFC 9449 §7.1; "" when they have no word for it. */
    public String error() {
      return error;
    }

    /** A stable word, for problems and for the journal. */
    public String word() {
      return word;
    }

    public String title() {
      return title;
    }
  }
}
