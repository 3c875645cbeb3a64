package dev.roadcase.app.http;

import java.lang.ref.Cleaner;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Memory beside the heap for answers that lie ready, with a bound. What it has given counts until
 * the collector has taken it back: an answer that was replaced long ago and that somebody is still
 * reading is in it. When there is none left, answers stay on the heap. Any thread.
 */
public final class DirectMemory {
  private static final Cleaner CLEANER = Cleaner.create();

  private final long bound;
  private final AtomicLong given = new AtomicLong();

  /**
   * Nothing is given.
   *
   * @param bound octets in all
   */
  public DirectMemory(long bound) {
    this.bound = bound;
  }

  /** A piece of that many octets, or nothing. */
  @Nullable ByteBuffer take(int octets) {
    if (given.addAndGet(octets) > bound) {
      given.addAndGet(-octets);
      return null;
    }
    ByteBuffer piece;
    try {
      piece = ByteBuffer.allocateDirect(octets);
    } catch (OutOfMemoryError e) {
      // Others have what the JVM allows. It is no must to have an answer here.
      given.addAndGet(-octets);
      return null;
    }
    Account account = new Account(given, octets);
    CLEANER.register(piece, account);
    return piece;
  }

  /** Octets that are given. */
  public long given() {
    return given.get();
  }

  /** Knows nothing of the piece, so that it does not keep it. */
  private record Account(AtomicLong given, int octets) implements Runnable {
    @Override
    public void run() {
      given.addAndGet(-octets);
    }
  }
}
