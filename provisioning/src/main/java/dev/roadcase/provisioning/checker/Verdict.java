package dev.roadcase.provisioning.checker;

/**
 * What became of one promise of the design's section 2.
 *
 * @param id 1 … 8
 * @param how the counts behind it, one sentence
 */
record Verdict(int id, Outcome outcome, String how) {

  /** What became of it. */
  enum Outcome {
    HELD("held"),
    BROKEN("broken"),
    NOT_EXERCISED("not exercised");

    private final String words;

    Outcome(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }

  static Verdict of(int id, boolean held, String how) {
    return new Verdict(id, held ? Outcome.HELD : Outcome.BROKEN, how);
  }

  static Verdict notExercised(int id, String why) {
    return new Verdict(id, Outcome.NOT_EXERCISED, why);
  }
}
