package dev.roadcase.core.fact;

/** Sequences {@code from … to}, both included, {@code 1 ≤ from ≤ to}. */
public record Range(long from, long to) {
  public Range {
    if (from < 1 || to < from) {
      throw new IllegalArgumentException(
          "a range runs from 1 or more upwards, not " + from + ".." + to);
    }
  }
}
