package dev.roadcase.wire.log;

import dev.roadcase.core.identity.KitId;
import org.jspecify.annotations.Nullable;

/** What came of checking a log. */
public sealed interface Verdict {

  /** Who wrote it, as far as it could be read. */
  @Nullable LogHeader header();

  /**
   * It is as the kit signed it.
   *
   * @param first and {@code last}: when the box believed them to be, epoch milliseconds; 0 for none
   * @param heads tree heads that stand in it
   * @param vouched the facts 1 … this are vouched for by a tree head; for those behind it, the
   *     signed end of this log alone speaks
   * @param trusted whether the root was given by who asked, and not by the log itself
   */
  record Whole(
      LogHeader header,
      long records,
      long first,
      long last,
      long heads,
      long vouched,
      boolean trusted)
      implements Verdict {}

  /** What is wrong, at the first place where something is. */
  enum Fault {
    /** A line is not as it was written. */
    CHANGED("changed"),
    /** A fact is not there. */
    MISSING("missing"),
    /** A fact stands where another belongs. */
    MOVED("moved"),
    /** A fact stands there a second time. */
    REPEATED("repeated"),
    /** The signed end is not there. */
    CUT("cut"),
    /** All lines agree with one another, and the kit has not signed that. */
    FORGED("forged"),
    /** The kit signed two histories: this one, and one that a kept head tells of. */
    FORKED("forked"),
    /** The certificates do not lead from the kit to the root. */
    NOT_TRUSTED("not-trusted"),
    /** No log at all, or one of a newer release. */
    UNREADABLE("unreadable");

    private final String word;

    Fault(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }
  }

  /**
   * It is not.
   *
   * @param line of the file, from 1
   * @param seq sequence in the site chain that is concerned; 0 when none is
   * @param position in the box's journal, or of the last sound fact before it; 0 when unknown
   * @param time when the box believed that it was, epoch milliseconds; of the last sound fact
   *     before it where it cannot be read; 0 when unknown
   * @param vouched the facts 1 … this are vouched for by a tree head all the same
   */
  record Broken(
      @Nullable LogHeader header,
      Fault fault,
      long line,
      long seq,
      long position,
      long time,
      long vouched,
      String why)
      implements Verdict {}

  /** Of which kit, for people. */
  default String whose() {
    LogHeader of = header();
    KitId kit = of == null ? null : of.kit();
    return kit == null ? "an unknown kit" : kit.value();
  }
}
