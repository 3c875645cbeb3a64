package dev.roadcase.app.clock;

import dev.roadcase.core.fact.Now;

/** Tells the time, with what is not known about it. */
public interface Clock {
  Now now();
}
