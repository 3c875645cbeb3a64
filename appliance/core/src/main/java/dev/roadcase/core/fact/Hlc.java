package dev.roadcase.core.fact;

/**
 * A hybrid logical clock (Kulkarni et al., 2014) in one long: 48 bits of milliseconds since 1970,
 * 16 bits of counter. Orders the facts of one box, and of several that have heard of each other,
 * also when a wall clock stands still or steps back.
 */
public record Hlc(long value) {
  public static final Hlc ZERO = new Hlc(0);

  /** The next reading at wall time {@code epochMillis}: always greater than this one. */
  public Hlc next(long epochMillis) {
    return new Hlc(Math.max(value + 1, epochMillis << 16));
  }

  /** The later of two readings. */
  public Hlc max(Hlc other) {
    return other.value > value ? other : this;
  }

  public long epochMillis() {
    return value >>> 16;
  }
}
