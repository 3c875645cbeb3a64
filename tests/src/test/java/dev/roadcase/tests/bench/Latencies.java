package dev.roadcase.tests.bench;

import java.util.Arrays;

/** Latencies in microseconds, for percentiles: each one is kept. */
final class Latencies {
  private long[] micros = new long[1024];
  private int count;

  void add(long one) {
    if (count == micros.length) {
      micros = Arrays.copyOf(micros, 2 * count);
    }
    micros[count++] = one;
  }

  int count() {
    return count;
  }

  /** The nearest rank; 0 when there is none. */
  double millis(double percent) {
    if (count == 0) {
      return 0;
    }
    long[] sorted = Arrays.copyOf(micros, count);
    Arrays.sort(sorted);
    return sorted[Math.max(0, (int) Math.ceil(count * percent / 100) - 1)] / 1000.0;
  }
}
