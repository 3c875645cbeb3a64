package dev.roadcase.core.auth;

import dev.roadcase.core.identity.DeviceId;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Whether one key is in use from two places at a time. Who comes without a nonce begins a stream;
 * each further nonce goes on with it. A page that is loaded again leaves its old stream for good; a
 * copy of the key goes back and forth between two. Nothing is refused for that: a roaming till or a
 * second tab looks the same, and the crew is asked. For use by several threads.
 */
public final class Streams {
  /** Changes back to a stream that was left, within {@link #WITHIN}, before anybody is asked. */
  public static final int RETURNS = 3;

  static final Duration WITHIN = Duration.ofMinutes(2);

  /** Nobody is asked about the same device more often. */
  static final Duration ASK_AGAIN = Duration.ofHours(1);

  /** More devices than any box has; beyond, the watch begins anew. */
  private static final int DEVICES = 4_096;

  private static final class Seen {
    private long current;
    private long left = -1;
    private int returns;
    private long since;
    private long asked = Long.MIN_VALUE;
  }

  private final Map<DeviceId, Seen> devices = new HashMap<>();

  /**
   * A good proof came in.
   *
   * @param stream as its nonce says
   * @param nanos monotonic
   * @return whether the crew is to be asked about the device now
   */
  public synchronized boolean note(DeviceId device, long stream, long nanos) {
    if (devices.size() >= DEVICES && !devices.containsKey(device)) {
      devices.clear();
    }
    Seen seen = devices.get(device);
    if (seen == null) {
      seen = new Seen();
      seen.current = stream;
      seen.since = nanos;
      devices.put(device, seen);
      return false;
    }
    if (seen.current == stream) {
      return false;
    }
    boolean back = seen.left == stream;
    seen.left = seen.current;
    seen.current = stream;
    if (nanos - seen.since > WITHIN.toNanos()) {
      seen.returns = 0;
      seen.since = nanos;
    }
    if (!back || ++seen.returns < RETURNS) {
      return false;
    }
    seen.returns = 0;
    boolean longAgo = seen.asked == Long.MIN_VALUE || nanos - seen.asked > ASK_AGAIN.toNanos();
    if (longAgo) {
      seen.asked = nanos;
    }
    return longAgo;
  }
}
