package dev.roadcase.core.audit;

import dev.roadcase.core.fact.DeltaClass;
import dev.roadcase.core.fact.Fact;
import dev.roadcase.core.fact.Now;
import java.time.Duration;

/**
 * When the newest tree head is to be written down, and so goes upstream: with the next p1 fact, or
 * {@link #PATIENCE} after something else has changed; never more often than that, and not at all
 * while nothing changes. A tree head alone is no change: else each would ask for the next. Follows
 * from facts alone.
 *
 * @param changed whether a fact has been written since the last head
 * @param travels whether one of them goes upstream in p1
 * @param since when the first of them was written
 * @param last when the last head was written
 */
public record Anchoring(boolean changed, boolean travels, Moment since, Moment last) {
  public static final Duration PATIENCE = Duration.ofSeconds(60);

  /**
   * A moment on the monotonic clock of a boot.
   *
   * @param boot "" for never
   * @param nanos of that boot
   */
  public record Moment(String boot, long nanos) {
    static final Moment NEVER = new Moment("", 0);

    static Moment of(Now now) {
      return new Moment(now.boot(), now.monotonic());
    }

    /** In another boot nobody can say how long ago it was: long enough. */
    boolean isPast(Duration time, Now now) {
      return !boot.equals(now.boot()) || now.monotonic() - nanos >= time.toNanos();
    }
  }

  public static final Anchoring START = new Anchoring(false, false, Moment.NEVER, Moment.NEVER);

  /** As it is after a fact of the site chain. */
  public Anchoring after(Fact fact) {
    if (fact.body() instanceof AuditFact.TreeHeadSigned) {
      return new Anchoring(false, false, Moment.NEVER, Moment.of(fact.now()));
    }
    boolean goes = fact.type().reach().deltaClass() == DeltaClass.P1;
    if (changed && (travels || !goes)) {
      return this;
    }
    return new Anchoring(true, travels || goes, changed ? since : Moment.of(fact.now()), last);
  }

  /** Whether the newest head is to be written down now. */
  public boolean due(Now now) {
    return changed && last.isPast(PATIENCE, now) && (travels || since.isPast(PATIENCE, now));
  }
}
