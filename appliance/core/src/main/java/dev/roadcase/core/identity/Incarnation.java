package dev.roadcase.core.identity;

import java.util.regex.Pattern;

/**
 * One life of a board: a re-flashed or restored board is a new incarnation of its kit, with chains
 * and sequences that start again. 16 lower-case hex digits; the first 12 are milliseconds since
 * 1970, so that incarnations sort by birth.
 */
public record Incarnation(String value) {
  private static final Pattern FORM = Pattern.compile("[0-9a-f]{16}");

  public Incarnation {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException("an incarnation is 16 hex digits, not \"" + value + "\"");
    }
  }

  /**
   * A new incarnation.
   *
   * @param epochMillis birth, 0 … 2^48-1
   * @param chance any number; its low 16 bits are used
   */
  public static Incarnation born(long epochMillis, int chance) {
    return new Incarnation("%012x%04x".formatted(epochMillis & 0xffff_ffff_ffffL, chance & 0xffff));
  }

  @Override
  public String toString() {
    return value;
  }
}
