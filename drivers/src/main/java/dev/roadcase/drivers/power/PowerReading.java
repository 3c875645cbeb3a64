package dev.roadcase.drivers.power;

import java.util.OptionalInt;

/**
 * Mains and battery at one moment.
 *
 * @param mains whether mains power is there
 * @param charge state of charge in percent, 0 … 100
 * @param volts at the battery's terminals
 * @param amps into the battery; negative while it is drawn from
 * @param watts what the box draws, from wherever it comes
 * @param minutesToEmpty at this draw; none on mains
 * @param at monotonic nanoseconds of the reading
 */
public record PowerReading(
    boolean mains,
    double charge,
    double volts,
    double amps,
    double watts,
    OptionalInt minutesToEmpty,
    long at) {
  public PowerReading {
    if (!(charge >= 0 && charge <= 100)) {
      throw new IllegalArgumentException("a charge is 0 to 100 percent, not " + charge);
    }
  }

  /** Whole percent, rounded down: a battery is never fuller than the crew is told. */
  public int percent() {
    return (int) Math.floor(charge + 1e-9);
  }
}
