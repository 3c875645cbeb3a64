package dev.roadcase.app.box;

import dev.roadcase.core.fact.Decision;
import dev.roadcase.core.fact.Now;
import java.util.List;

/**
 * What can be asked of a box, by anybody: the network, the crew, the hardware. A command says
 * itself how it is decided, and what becomes of it on a full disk. Commands of one subject stand in
 * one file, such as {@link SaleCommand}.
 *
 * @param <O> what it answers
 */
public interface Command<O> {

  /**
   * Looks at the staged state of the box, and says what is to be written down. Changes nothing.
   * Throws only for a bug.
   */
  Decision<O> decide(Box box, Now now);

  /** What becomes of it while the disk is running out. */
  OnFullDisk onFullDisk(Box box);

  /** Telemetry to be written, in order. Decided with the facts, from the same state. */
  default List<Sample> samples() {
    return List.of();
  }

  /** Files to be kept beside the facts, when it came out so. */
  default List<Prepared.PackFile> packFiles(O outcome) {
    return List.of();
  }

  /** What a command becomes while the disk is running out. */
  enum OnFullDisk {
    /** It gives back, puts out or saves work: the reserve is there for it. */
    PROCEED,
    /** It is answered when nothing has to be written down for it, as a retry is; else refused. */
    ANSWER_ONLY
  }

  /** It happened; there is nothing to say about it. */
  record Done() {}
}
