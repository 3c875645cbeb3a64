package dev.roadcase.drivers.board;

/**
 * The hardware of one box, to be read again and again by one worker.
 *
 * <p>A reading may wait for a bus, at most a tenth of a second: never call it on an event loop. Any
 * thread may read. An adapter with lines that interrupt (mains lost, modem gone) calls the waker
 * that it was given, so that the worker reads at once and not at its next turn.
 */
public interface Board extends AutoCloseable {

  /** Mains and battery. */
  Reading<PowerReading> power();

  /** The cellular modem; a box without one has a reading that says {@code present = false}. */
  Reading<ModemReading> modem();

  /** Which link carries the box's packets at the moment. */
  Reading<LinkReading> link();

  /**
   * Calls {@code waker} whenever something may have changed, from any thread. It returns at once.
   * The last one given counts. A board without interrupts never calls it.
   */
  void wakeBy(Runnable waker);

  @Override
  void close();
}
