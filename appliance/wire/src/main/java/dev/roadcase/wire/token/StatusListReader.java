package dev.roadcase.wire.token;

import dev.roadcase.core.identity.Verified;
import dev.roadcase.wire.json.Malformed;
import dev.roadcase.wire.jws.Es256;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the newest status list of one issuer. An older one, another issuer's, or two that
 * contradict each other are refused, and the last good one stays. For use by several threads.
 *
 * <p>Somebody on the way can send the same list again and again to hide a revocation. Therefore a
 * list counts as news only when the issuer has signed it later than the last ({@code iat}): only
 * {@link Outcome.Fresh} makes what is kept younger.
 */
public final class StatusListReader {
  /**
   * What a verifier keeps over a restart, so that nobody shows it yesterday's list.
   *
   * @param issued epoch seconds
   */
  public record Floor(long seq, long lowestGeneration, long issued) {
    public static final Floor NONE = new Floor(0, 0, 0);
  }

  /** What came of a list. */
  public sealed interface Outcome {
    /** It is the newest now. */
    record Fresh(StatusList list) implements Outcome {}

    /** The very one that is kept: no news, and no sign of life. */
    record Again() implements Outcome {}

    /** Not believed; the last good one stays. */
    record Refused(Why why) implements Outcome {}
  }

  /** Why a list is not believed. */
  public enum Why {
    GARBAGE,
    /** No known key has signed it. */
    BAD_SIGNATURE,
    /** Another box's, or another list. */
    OTHER_LIST,
    /** Older than what is kept, by number, generation or time. */
    OLDER,
    /** Two lists under one number: its issuer has been restored from a backup, or copied. */
    FORKED
  }

  private final String subject;
  private final Function<String, @Nullable Es256> keys;
  private Floor floor;
  private volatile @Nullable StatusList last;

  /**
   * A reader that has seen nothing yet.
   *
   * @param subject URI of the list
   * @param keys the issuer's key of that {@code kid}, or null
   * @param floor what was kept before the restart
   */
  public StatusListReader(String subject, Function<String, @Nullable Es256> keys, Floor floor) {
    this.subject = subject;
    this.keys = keys;
    this.floor = floor;
  }

  /** Takes a list, if it is to be believed. */
  public synchronized Outcome take(String text) {
    Optional<Verified<StatusList>> verified;
    try {
      verified = StatusList.verified(text, keys);
    } catch (Malformed e) {
      return new Outcome.Refused(Why.GARBAGE);
    }
    return verified.isEmpty()
        ? new Outcome.Refused(Why.BAD_SIGNATURE)
        : judge(verified.get().value());
  }

  /** Any thread's view: the newest list, or none so far. */
  public Optional<StatusList> last() {
    return Optional.ofNullable(last);
  }

  /** What to keep over a restart. */
  public synchronized Floor floor() {
    return floor;
  }

  private Outcome judge(StatusList list) {
    StatusList.Head head = list.head();
    if (!head.subject().equals(subject)) {
      return new Outcome.Refused(Why.OTHER_LIST);
    }
    if (head.seq() < floor.seq()
        || head.lowestGeneration() < floor.lowestGeneration()
        || head.issued() < floor.issued()) {
      return new Outcome.Refused(Why.OLDER);
    }
    StatusList known = last;
    if (known != null && known.head().seq() == head.seq() && !known.sameBits(list)) {
      return new Outcome.Refused(Why.FORKED);
    }
    if (known != null && known.head().equals(head)) {
      return new Outcome.Again();
    }
    floor = new Floor(head.seq(), head.lowestGeneration(), head.issued());
    last = list;
    return new Outcome.Fresh(list);
  }
}
