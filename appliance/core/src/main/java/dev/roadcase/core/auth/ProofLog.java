package dev.roadcase.core.auth;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Which proofs of possession have been used: each once, within the life of its nonce. It forgets
 * whole windows and nothing else, so that nobody makes room for a replay by sending more; when it
 * is full it says so. For use by several threads.
 */
public final class ProofLog {
  /** Proofs of one key in one window. */
  public static final int OF_ONE_KEY = 2_048;

  /** Proofs in one window: some 12 MB of memory. */
  public static final int IN_ALL = 65_536;

  /** What to do with a proof. */
  public enum Verdict {
    FRESH,
    USED,
    /** Not now: try again in the next window. */
    FULL
  }

  private record Used(Map<String, Set<String>> byKey) {}

  private final Map<Long, Used> windows = new HashMap<>();
  private final Map<Long, Integer> counts = new HashMap<>();

  /**
   * Notes a proof.
   *
   * @param window the number of the nonce's window
   * @param oldest windows below this are over
   * @param jkt thumbprint of the key
   * @param jti the proof's own id
   */
  public synchronized Verdict note(long window, long oldest, String jkt, String jti) {
    windows.keySet().removeIf(number -> number < oldest);
    counts.keySet().removeIf(number -> number < oldest);
    if (window < oldest) {
      return Verdict.USED;
    }
    Set<String> used =
        windows
            .computeIfAbsent(window, _ -> new Used(new HashMap<>()))
            .byKey()
            .computeIfAbsent(jkt, _ -> new HashSet<>());
    if (used.contains(jti)) {
      return Verdict.USED;
    }
    int count = counts.getOrDefault(window, 0);
    if (used.size() >= OF_ONE_KEY || count >= IN_ALL) {
      return Verdict.FULL;
    }
    used.add(jti);
    counts.put(window, count + 1);
    return Verdict.FRESH;
  }
}
