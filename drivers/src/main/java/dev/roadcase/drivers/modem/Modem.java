package dev.roadcase.drivers.modem;

import dev.roadcase.drivers.port.Port;
import dev.roadcase.drivers.port.Reading;

/** The cellular modem; where there is none, a reading says {@code present = false}. */
@FunctionalInterface
public interface Modem extends Port<ModemReading> {
  /** What every reading of {@link #NONE} says. */
  String NOT_THERE = "no modem";

  /** A box whose modem nobody can ask. */
  Modem NONE = () -> new Reading.Unknown<>(NOT_THERE);
}
