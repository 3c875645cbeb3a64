package dev.roadcase.app.journal;

import dev.roadcase.core.fact.Now;

/** Tells the time, with what is not known about it. */
public interface Clock {
  Now now();
}
