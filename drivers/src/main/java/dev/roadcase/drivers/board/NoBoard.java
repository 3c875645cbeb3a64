package dev.roadcase.drivers.board;

/** A box whose hardware nobody can ask: every reading is unknown, and stays so. */
public final class NoBoard implements Board {
  /** What every reading says. */
  public static final String WHY = "no board";

  @Override
  public Reading<PowerReading> power() {
    return new Reading.Unknown<>(WHY);
  }

  @Override
  public Reading<ModemReading> modem() {
    return new Reading.Unknown<>(WHY);
  }

  @Override
  public Reading<LinkReading> link() {
    return new Reading.Unknown<>(WHY);
  }

  @Override
  public void wakeBy(Runnable waker) {}

  @Override
  public void close() {}
}
