package dev.roadcase.console.upstream;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * When to acknowledge: at once after a silence, and at most once per {@link #GAP} and box under
 * load. Acknowledgements are cumulative, so one that waits loses nothing. Times are monotonic
 * nanoseconds.
 */
final class AckPacer {
  /**
   * Between two acknowledgements to one box: about 10 kB/s on its link, and a hand's breadth of
   * delay.
   */
  static final Duration GAP = Duration.ofMillis(50);

  private final Set<Box> waiting = new LinkedHashSet<>();
  private final Map<Box, Long> last = new HashMap<>();

  /** Notes that something of these boxes was committed. */
  void touched(Collection<Box> boxes) {
    waiting.addAll(boxes);
  }

  /** Those to acknowledge now; they are not waiting any more. */
  List<Box> due(long now) {
    last.values().removeIf(sent -> now - sent >= GAP.toNanos());
    List<Box> due = new ArrayList<>();
    for (Box box : waiting) {
      if (!last.containsKey(box)) {
        due.add(box);
        last.put(box, now);
      }
    }
    due.forEach(waiting::remove);
    return due;
  }

  /** How long nobody is due, at most {@code most}. */
  Duration patience(long now, Duration most) {
    long shortest = most.toNanos();
    for (Box box : waiting) {
      Long sent = last.get(box);
      shortest = Math.min(shortest, sent == null ? 0 : sent + GAP.toNanos() - now);
    }
    return Duration.ofNanos(Math.max(0, shortest));
  }
}
