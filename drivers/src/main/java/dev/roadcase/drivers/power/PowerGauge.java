package dev.roadcase.drivers.power;

import dev.roadcase.drivers.port.Port;
import dev.roadcase.drivers.port.Reading;

/** Mains and battery. */
@FunctionalInterface
public interface PowerGauge extends Port<PowerReading> {
  /** What every reading of {@link #NONE} says. */
  String NOT_THERE = "no board";

  /** A box whose power nobody can measure: every reading is unknown, and stays so. */
  PowerGauge NONE = () -> new Reading.Unknown<>(NOT_THERE);
}
