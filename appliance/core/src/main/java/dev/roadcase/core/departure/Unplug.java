package dev.roadcase.core.departure;

import java.util.ArrayList;
import java.util.List;

/**
 * May the plug be pulled now, without the box doing more than starting again? Promise 1 holds for
 * every receipt also without asking; a yes here means that nobody is interrupted and that the next
 * start is quick.
 */
public sealed interface Unplug {

  record Yes() implements Unplug {}

  /**
   * Better wait.
   *
   * @param reasons at least one, the first to name first
   */
  record NotYet(List<Reason> reasons) implements Unplug {
    public NotYet {
      reasons = List.copyOf(reasons);
    }
  }

  /** What stands in the way. */
  sealed interface Reason {

    /** Commands wait to be written down. */
    record WriterBusy(int waiting) implements Reason {}

    /** Somebody is promised something and has not confirmed. */
    record HoldsOpen(int holds) implements Reason {}

    /** The journal's write-ahead log has not been folded into the file. */
    record NotCheckpointed() implements Reason {}
  }

  /**
   * The answer.
   *
   * @param waiting commands in the writer's mailbox or in its hands
   * @param holds that are neither confirmed nor expired
   * @param checkpointed whether everything written is in the journal's main file
   */
  static Unplug of(int waiting, int holds, boolean checkpointed) {
    List<Reason> reasons = new ArrayList<>();
    if (holds > 0) {
      reasons.add(new Reason.HoldsOpen(holds));
    }
    if (waiting > 0) {
      reasons.add(new Reason.WriterBusy(waiting));
    }
    if (!checkpointed) {
      reasons.add(new Reason.NotCheckpointed());
    }
    return reasons.isEmpty() ? new Yes() : new NotYet(reasons);
  }
}
