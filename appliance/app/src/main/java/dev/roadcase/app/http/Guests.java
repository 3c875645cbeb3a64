package dev.roadcase.app.http;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts who is in, at one door and from each address, so that neither a crowd nor one phone takes
 * every place. Any thread.
 */
final class Guests {
  private final int most;
  private final int mostOfOne;
  private final AtomicInteger in = new AtomicInteger();
  private final Map<String, Integer> byAddress = new ConcurrentHashMap<>();

  /**
   * An empty room.
   *
   * @param most places in all
   * @param mostOfOne places for one address
   */
  Guests(int most, int mostOfOne) {
    this.most = most;
    this.mostOfOne = mostOfOne;
  }

  /** Whether there is a place; whoever gets one has to {@link #leave} once. */
  boolean enter(String address) {
    if (in.incrementAndGet() > most) {
      in.decrementAndGet();
      return false;
    }
    boolean[] mayEnter = {true};
    byAddress.compute(
        address,
        (_, there) -> {
          int now = there == null ? 0 : there;
          mayEnter[0] = now < mostOfOne;
          return mayEnter[0] ? Integer.valueOf(now + 1) : there;
        });
    if (!mayEnter[0]) {
      in.decrementAndGet();
    }
    return mayEnter[0];
  }

  void leave(String address) {
    byAddress.compute(address, (_, there) -> there == null || there <= 1 ? null : there - 1);
    in.decrementAndGet();
  }

  int in() {
    return in.get();
  }
}
