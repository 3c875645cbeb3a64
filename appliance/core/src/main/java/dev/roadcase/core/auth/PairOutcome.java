package dev.roadcase.core.auth;

import dev.roadcase.core.identity.Role;

/** The answer to a {@link PairingRequest}. */
public sealed interface PairOutcome {
  /**
   * Let in.
   *
   * @param again the same key had used this code before: its first answer got lost on the way
   */
  record Paired(Device device, boolean again) implements PairOutcome {}

  /** Approved; it has shown no key yet, and is paired when it comes for its token with one. */
  record KeyDue() implements PairOutcome {}

  /** The code is good, and the crew approves who brings it. */
  record AskTheCrew(Role role, String codeHash) implements PairOutcome {}

  /** No, and why. */
  sealed interface Refused extends PairOutcome {}

  /** It has committed itself to digits and not shown them: nobody could have compared them. */
  record DigitsDue() implements Refused {}

  record CodeUnknown() implements Refused {}

  record CodeExpired() implements Refused {}

  /** By another key. */
  record CodeUsed() implements Refused {}

  /** The key was revoked; a new pairing needs a new key. */
  record KeyRevoked() implements Refused {}

  /** The key is suspended: the crew has a look and lets it go on, a code does not. */
  record KeySuspended() implements Refused {}

  record TooManyTries(long retryAfterSeconds) implements Refused {}
}
