package dev.roadcase.drivers.link;

import dev.roadcase.drivers.port.Port;
import dev.roadcase.drivers.port.Reading;

/** Which link carries the box's packets at the moment. */
@FunctionalInterface
public interface LinkProbe extends Port<LinkReading> {
  /** What every reading of {@link #NONE} says. */
  String NOT_THERE = "no link probe";

  /** A box whose links nobody looks at. */
  LinkProbe NONE = () -> new Reading.Unknown<>(NOT_THERE);
}
