package dev.roadcase.tests.simulation;

import dev.roadcase.tests.simulation.Scenario.Kind;
import java.util.stream.LongStream;

/**
 * Things wrong on purpose, each in the shell that is played here and none in the product: every
 * checker must be seen to fail, and by the mutant that is meant for it.
 */
enum Mutant {
  /** Answers leave when the batch is written, not when it is flushed. */
  ANSWER_BEFORE_COMMIT(Promise.SHOWN_IS_KEPT, Kind.TROUBLE, 4),
  /**
   * After a restart all goes on without the checkpoint, as if what can be read were on the disk.
   */
  NO_FLUSH_AFTER_RESTART(Promise.SHOWN_IS_KEPT, Kind.TROUBLE, 16),
  /** A failed fsync is tried again, and believed. */
  FSYNC_TRIED_AGAIN(Promise.SHOWN_IS_KEPT, Kind.TROUBLE, 16),
  /** The broker's PUBACK counts as upstream's ack. */
  PUBACK_BELIEVED(Promise.SHOWN_IS_KEPT, Kind.TROUBLE, 8),
  /** What was on its way when the connection ended is forgotten: it waits for ever. */
  FLIGHTS_FORGOTTEN(Promise.MONEY_FIRST, Kind.TROUBLE, 8),
  /** An ack that the writer took is not handed in again, though the disk was full. */
  ACK_HANDED_IN_ONCE(Promise.SHOWN_IS_KEPT, Kind.TROUBLE, 8),
  /** A sale that is in the books already is written down once more. */
  RETRY_BOOKED_TWICE(Promise.ONCE_IS_ONCE, Kind.TROUBLE, 4),
  /** Another sale under a number that was used is taken. */
  REUSED_NUMBER_TAKEN(Promise.ONCE_IS_ONCE, Kind.TROUBLE, 4),
  /** The receipt follows from the payload and the time. */
  RECEIPT_BY_TIME(Promise.ONCE_IS_ONCE, Kind.TROUBLE, 4),
  /** Each command of a batch is decided on what is published, not on what is staged. */
  OVERLAY_IGNORED(Promise.NEVER_OVERSOLD, Kind.TROUBLE, 8, 40),
  /** One queue, first come first served. */
  FIRST_COME_FIRST_SERVED(Promise.MONEY_FIRST, Kind.BACKLOG, 8),
  /** Money waits until no bulk does. */
  BULK_FIRST(Promise.MONEY_FIRST, Kind.BACKLOG, 8),
  /** No window: all that waits goes into the line at once. */
  NO_WINDOW(Promise.MONEY_FIRST, Kind.BACKLOG, 8),
  /** Lower classes wait until no money does. */
  STRICT_PRIORITY(Promise.MONEY_FIRST, Kind.RUSH, 8),
  /** A back-off that began without money waiting is slept through when money comes. */
  BACKOFF_SLEPT_THROUGH(Promise.MONEY_FIRST, Kind.QUIET, 8, 490),
  /** Who was put out is let in again after a restart. */
  REVOKED_FORGOTTEN(Promise.DEAD_IS_DEAD, Kind.DOOR, 4),
  /** An epoch begins as soon as the session stands again, whatever upstream holds. */
  EPOCH_WITHOUT_ACK(Promise.DEAD_IS_DEAD, Kind.DOOR, 4),
  /** An epoch begins with every session that stands, whether tokens were minted offline or not. */
  EPOCH_WITH_EVERY_SESSION(Promise.DEAD_IS_DEAD, Kind.DOOR, 8),
  /** Tokens of completed offline generations live on. */
  GRACE_NEVER_ENDS(Promise.DEAD_IS_DEAD, Kind.DOOR, 8),
  /** A token of an earlier boot is never over: nobody can say for how long the power was off. */
  OLD_BOOT_LIVES_ON(Promise.DEAD_IS_DEAD, Kind.DOOR, 8),
  /** The end of a token is looked up on the wall clock. */
  EXPIRY_BY_WALL_CLOCK(Promise.DEAD_IS_DEAD, Kind.DOOR, 4),
  /** After a restart the session counts as live until somebody says that it is not. */
  SESSION_LIVE_AFTER_RESTART(Promise.DEAD_IS_DEAD, Kind.DOOR, 4);

  private final Promise breaks;
  private final Kind kind;
  private final int seeds;
  private final long from;

  Mutant(Promise breaks, Kind kind, int seeds) {
    this(breaks, kind, seeds, 1);
  }

  /** What shows in one world of fifty only is looked for where it does. */
  Mutant(Promise breaks, Kind kind, int seeds, long from) {
    this.breaks = breaks;
    this.kind = kind;
    this.seeds = seeds;
    this.from = from;
  }

  /** The checker that has to notice. */
  Promise breaks() {
    return breaks;
  }

  /** The seeds within which it has to be caught: of one kind of world. */
  LongStream seeds() {
    return LongStream.iterate(from, seed -> seed + 1)
        .filter(seed -> Scenario.of(seed).kind() == kind)
        .limit(seeds);
  }
}
