package dev.roadcase.app.problem;

import dev.roadcase.core.queue.UplinkFact.SetBackFound;

/** A box that is set back, in words: the same on every screen and in every answer. */
public final class SetBackWords {
  /** What to do about it. */
  public static final String TO_DO =
      "If there is a newer copy of the data folder, or the other box: use that, and put this one"
          + " away. Else stop this box, type: roadcase box adopt, and start it again.";

  private SetBackWords() {}

  /** What upstream has that this folder has not, in a sentence. */
  public static String evidence(SetBackFound found) {
    String records =
        switch (found.deltaClass()) {
          case P0 -> "records of class p0 (sales, refunds, starts and stops)";
          case P1, P2, P3 ->
              "records of class " + found.deltaClass().word() + " (stock, pairings, packs)";
        };
    return "Upstream holds up to "
        + found.doubtful()
        + " "
        + records
        + " that this data folder does not have: it was set back to an older copy, or another box"
        + " lives on a copy of it.";
  }
}
