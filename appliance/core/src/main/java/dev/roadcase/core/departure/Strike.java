package dev.roadcase.core.departure;

import java.util.ArrayList;
import java.util.List;

/**
 * May the show be struck, and this box be wiped, lost or dropped, without a fact that matters being
 * lost with it? Yes when upstream's database, or an export, has every p0 and every p1 fact. Never
 * of a box whose books are old: what it holds under a number is not what upstream holds under it.
 */
public sealed interface Strike {

  record Yes() implements Strike {}

  /**
   * Something is only here.
   *
   * @param reasons at least one, the dearest first
   */
  record NotYet(List<Reason> reasons) implements Strike {
    public NotYet {
      reasons = List.copyOf(reasons);
    }
  }

  /** What only this site holds. */
  sealed interface Reason {

    /** p0: sales, refunds, revocations. */
    record MoneyHere(long facts) implements Reason {}

    /** p1: stock, pairings, packs, check-ins. */
    record RecordsHere(long facts) implements Reason {}

    /** The box is set back: how many records are here alone nobody knows before it is adopted. */
    record SetBack() implements Reason {}
  }

  /**
   * How far one class has got.
   *
   * @param written facts of the class in this box's journal
   * @param reconciled of those, facts that upstream's database holds, by its signed ack
   * @param exported of those that are not reconciled, facts that an export holds
   */
  record Tally(long written, long reconciled, long exported) {
    /**
     * Facts that only this site holds. The two counts are read one after the other: never below 0.
     */
    public long onlyHere() {
      return Math.max(0, written - reconciled - exported);
    }
  }

  /**
   * The answer.
   *
   * @param setBack whether the box is known to be set back
   */
  static Strike of(Tally p0, Tally p1, boolean setBack) {
    List<Reason> reasons = new ArrayList<>();
    if (setBack) {
      reasons.add(new Reason.SetBack());
    }
    if (p0.onlyHere() > 0) {
      reasons.add(new Reason.MoneyHere(p0.onlyHere()));
    }
    if (p1.onlyHere() > 0) {
      reasons.add(new Reason.RecordsHere(p1.onlyHere()));
    }
    return reasons.isEmpty() ? new Yes() : new NotYet(reasons);
  }
}
