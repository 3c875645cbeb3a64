package dev.roadcase.app.line;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Bodies that are still coming in at one door, bounded in octets. When there is no room for one
 * more, the one that has been coming for the longest ends: first of the same address, if that has
 * its share, else of all. A sale comes in along with its head, and is never the oldest. Any thread.
 */
public final class Bodies {
  /** One that is coming. */
  public final class Coming {
    private final String address;
    private final int octets;
    private final Runnable end;

    private Coming(String address, int octets, Runnable end) {
      this.address = address;
      this.octets = octets;
      this.end = end;
    }

    /** It is here, or nobody waits for it. Any number of times. */
    public void over() {
      forget(this);
    }
  }

  private final long most;
  private final long mostOfOne;
  private final Set<Coming> coming = new LinkedHashSet<>();
  private long taken;

  /**
   * None is coming.
   *
   * @param most octets in all, no less than one body may have
   * @param mostOfOne of them, from one address; likewise
   */
  public Bodies(long most, long mostOfOne) {
    this.most = most;
    this.mostOfOne = mostOfOne;
  }

  /**
   * One more is coming.
   *
   * @param octets that it will have, at most
   * @param end ends its request, from any thread
   */
  public Coming begins(String address, int octets, Runnable end) {
    Coming fresh = new Coming(address, octets, end);
    while (true) {
      Coming late;
      synchronized (this) {
        late = inTheWay(fresh);
        if (late == null) {
          coming.add(fresh);
          taken += octets;
          return fresh;
        }
        forget(late);
      }
      late.end.run();
    }
  }

  /** Octets that may be in memory for those that are coming. */
  public synchronized long taken() {
    return taken;
  }

  private @Nullable Coming inTheWay(Coming fresh) {
    long its = fresh.octets;
    Coming oldestOfIts = null;
    for (Coming one : coming) {
      if (one.address.equals(fresh.address)) {
        its += one.octets;
        oldestOfIts = oldestOfIts == null ? one : oldestOfIts;
      }
    }
    if (its > mostOfOne && oldestOfIts != null) {
      return oldestOfIts;
    }
    Iterator<Coming> oldest = coming.iterator();
    return taken + fresh.octets > most && oldest.hasNext() ? oldest.next() : null;
  }

  private synchronized void forget(Coming one) {
    if (coming.remove(one)) {
      taken -= one.octets;
    }
  }
}
