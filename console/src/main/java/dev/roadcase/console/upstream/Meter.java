package dev.roadcase.console.upstream;

import dev.roadcase.console.upstream.UpstreamDatabase.Taken;
import java.util.concurrent.atomic.LongAdder;

/** What has come in since the start, for the line on the terminal. */
final class Meter {
  private final LongAdder messages = new LongAdder();
  private final LongAdder deltas = new LongAdder();
  private final LongAdder duplicates = new LongAdder();
  private final LongAdder dead = new LongAdder();
  private final LongAdder postponed = new LongAdder();

  void took(int parcels, Taken taken) {
    messages.add(parcels);
    deltas.add(taken.deltas());
    duplicates.add(taken.duplicates());
    dead.add(taken.dead());
  }

  /** A transaction came to nothing; what was in it will come again. */
  void postponed() {
    postponed.increment();
  }

  /** Transactions that came to nothing. */
  long postponements() {
    return postponed.sum();
  }

  /** One line, the same as long as nothing comes. */
  String line() {
    return "%,d deltas in %,d messages, %,d duplicates, %,d dead letters"
        .formatted(deltas.sum(), messages.sum(), duplicates.sum(), dead.sum());
  }
}
