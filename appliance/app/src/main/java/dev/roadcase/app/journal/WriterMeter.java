package dev.roadcase.app.journal;

import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongConsumer;

/** What the writer has done since the start; read by metrics. */
public final class WriterMeter {
  private final LongAdder commits = new LongAdder();
  private final LongAdder facts = new LongAdder();
  private final LongAdder rows = new LongAdder();
  private final LongAdder bytes = new LongAdder();
  private final LongAdder nanos = new LongAdder();

  private volatile LongConsumer listener = nanos -> {};

  /** Told of each commit how long it took, in nanoseconds, on the writer's thread. */
  public void onCommit(LongConsumer told) {
    listener = told;
  }

  void committed(int newFacts, int newRows, long newBytes, long took) {
    listener.accept(took);
    commits.increment();
    facts.add(newFacts);
    rows.add(newRows);
    bytes.add(newBytes);
    nanos.add(took);
  }

  /** Transactions, each with one fsync of the WAL. */
  public long commits() {
    return commits.sum();
  }

  public long facts() {
    return facts.sum();
  }

  public long telemetryRows() {
    return rows.sum();
  }

  /** Bytes of facts, before SQLite adds its own. */
  public long factBytes() {
    return bytes.sum();
  }

  /** Nanoseconds spent in transactions. */
  public long commitNanos() {
    return nanos.sum();
  }
}
