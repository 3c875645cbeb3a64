package dev.roadcase.core.queue;

import dev.roadcase.core.fact.DeltaClass;
import java.time.Duration;

/**
 * How something travels. The order of the constants is the priority. A lane is scheduling only: the
 * class and the sequence of a fact are fixed when it is journalled, its lane changes with its age.
 */
public enum Lane {
  /** Refunds, revocations, stop and start, of whatever age. */
  URGENT("urgent", DeltaClass.P0, 8 * 1024, Duration.ZERO),
  /** Money facts under 30 s old. */
  FRESH("fresh", DeltaClass.P0, 16 * 1024, Duration.ZERO),
  /** Older money facts. */
  BACKLOG("backlog", DeltaClass.P0, 8 * 1024, Duration.ZERO),
  STOCK("stock", DeltaClass.P1, 8 * 1024, Duration.ZERO),
  SIGNALS("signals", DeltaClass.P2, 16 * 1024, Duration.ofMillis(250)),
  TELEMETRY("telemetry", DeltaClass.P3, 64 * 1024, Duration.ofSeconds(1));

  private final String word;
  private final DeltaClass deltaClass;
  private final int batchBytes;
  private final Duration linger;

  Lane(String word, DeltaClass deltaClass, int batchBytes, Duration linger) {
    this.word = word;
    this.deltaClass = deltaClass;
    this.batchBytes = batchBytes;
    this.linger = linger;
  }

  public String word() {
    return word;
  }

  public DeltaClass deltaClass() {
    return deltaClass;
  }

  /** The most that one parcel of this lane holds, in bytes, however wide the window is. */
  public int batchBytes() {
    return batchBytes;
  }

  /** How long a lone item waits for company; zero where it never does. */
  public Duration linger() {
    return linger;
  }

  /** Whether it may use the reserve above the window, so that it never waits for bulk. */
  public boolean prior() {
    return this == URGENT || this == FRESH;
  }

  /** The lane of a class for what is neither urgent nor fresh. */
  static Lane bulkOf(DeltaClass deltaClass) {
    return switch (deltaClass) {
      case P0 -> BACKLOG;
      case P1 -> STOCK;
      case P2 -> SIGNALS;
      case P3 -> TELEMETRY;
    };
  }
}
