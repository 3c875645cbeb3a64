package dev.roadcase.core.queue;

import java.time.Duration;

/**
 * How long to wait before the next attempt at a connection: exponential, capped, with full jitter,
 * so that two hundred boxes whose upstream returns do not knock in step. A connection that held for
 * {@link #STABLE} clears the record; one that drops at once does not.
 */
public final class Backoff {
  /** How long a connection must have held to be forgiven the attempts before it. */
  public static final Duration STABLE = Duration.ofSeconds(30);

  private final Duration first;
  private final Duration cap;
  private int failures;

  /**
   * A back-off that has seen no failure yet.
   *
   * @param first the longest wait after the first failure, above zero
   * @param cap the longest wait ever, at least {@code first}
   */
  public Backoff(Duration first, Duration cap) {
    if (first.isZero() || first.isNegative() || cap.compareTo(first) < 0) {
      throw new IllegalArgumentException("0 < first ≤ cap, not " + first + " and " + cap);
    }
    this.first = first;
    this.cap = cap;
  }

  /**
   * An attempt failed, or a connection ended: how long to wait now.
   *
   * @param held how long the connection had held, zero when there was none
   * @param chance uniform in [0, 1)
   * @param hurry the longest wait that this moment allows; shortens the cap, as when money waits
   */
  public Duration failed(Duration held, double chance, Duration hurry) {
    if (held.compareTo(STABLE) >= 0) {
      failures = 0;
    }
    Duration most = hurry.compareTo(cap) < 0 ? hurry : cap;
    double ceiling = Math.min((double) most.toNanos(), first.toNanos() * Math.pow(2, failures));
    failures = Math.min(failures + 1, 40);
    return Duration.ofNanos((long) (ceiling * chance));
  }
}
