package dev.roadcase.drivers.port;

/**
 * One part of the hardware, to be read again and again by one worker of its own.
 *
 * <p>A reading may wait for a bus, at most a tenth of a second: never call it on an event loop. Any
 * thread may read. An adapter with a line that interrupts calls the waker that it was given, so
 * that the worker reads at once and not at its next turn.
 *
 * @param <R> what is read
 */
@FunctionalInterface
public interface Port<R> extends AutoCloseable {

  /** What the part answers now, or that it does not. */
  Reading<R> read();

  /**
   * Calls {@code waker} whenever something may have changed, from any thread. It returns at once.
   * The last one given counts. A part without interrupts never calls it.
   */
  default void wakeBy(Runnable waker) {}

  @Override
  default void close() {}
}
