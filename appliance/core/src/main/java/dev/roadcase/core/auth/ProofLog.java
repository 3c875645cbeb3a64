package dev.roadcase.core.auth;

import dev.roadcase.core.fact.Hash;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/**
 * Which proofs of possession have been used: each once, within the life of its nonce. It forgets
 * whole windows and nothing else, so that nobody makes room for a replay by sending more; when it
 * is full it says so. A proof is remembered by 64 bits of a hash: two that share them by chance,
 * once in a lifetime, cost a retry. For use by several threads.
 */
public final class ProofLog {
  /** Proofs of one key in one window: 2,000 a second. */
  public static final int OF_ONE_KEY = 65_536;

  /** Proofs in one window, in 4 MiB of memory. */
  public static final int IN_ALL = 262_144;

  /** What to do with a proof. */
  public enum Verdict {
    FRESH,
    USED,
    /** Not now: try again in the next window. */
    FULL
  }

  private static final class Window {
    private final Map<String, int[]> ofKey = new HashMap<>();
    private final Longs used = new Longs();
  }

  private final Map<Long, Window> windows = new HashMap<>();

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
    if (window < oldest) {
      return Verdict.USED;
    }
    Window at = windows.computeIfAbsent(window, _ -> new Window());
    long mark = mark(jkt, jti);
    if (at.used.contains(mark)) {
      return Verdict.USED;
    }
    int[] count = at.ofKey.computeIfAbsent(jkt, _ -> new int[1]);
    if (count[0] >= OF_ONE_KEY || at.used.size() >= IN_ALL) {
      return Verdict.FULL;
    }
    count[0]++;
    at.used.add(mark);
    return Verdict.FRESH;
  }

  private static long mark(String jkt, String jti) {
    String hash = Hash.of((jkt + " " + jti).getBytes(StandardCharsets.UTF_8)).value();
    long mark = ByteBuffer.wrap(Base64.getUrlDecoder().decode(hash)).getLong();
    return mark == 0 ? 1 : mark;
  }

  /** A set of longs other than 0, at most half full. */
  private static final class Longs {
    private long[] slots = new long[1024];
    private int size;

    int size() {
      return size;
    }

    boolean contains(long value) {
      return slots[slot(slots, value)] == value;
    }

    void add(long value) {
      if (size * 2 >= slots.length) {
        long[] wider = new long[slots.length * 2];
        for (long kept : slots) {
          if (kept != 0) {
            wider[slot(wider, kept)] = kept;
          }
        }
        slots = wider;
      }
      slots[slot(slots, value)] = value;
      size++;
    }

    /** Where it is, or where it would be. */
    private static int slot(long[] slots, long value) {
      int at = (int) value & (slots.length - 1);
      while (slots[at] != 0 && slots[at] != value) {
        at = (at + 1) & (slots.length - 1);
      }
      return at;
    }
  }
}
