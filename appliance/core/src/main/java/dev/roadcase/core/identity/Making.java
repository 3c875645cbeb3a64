package dev.roadcase.core.identity;

import java.util.regex.Pattern;

/**
 * Which making of a kit's keys: a kit that lost its card, or had its box stolen, gets new keys
 * under its old name, and the making tells the two apart. 16 lower-case hex digits; the first 12
 * are milliseconds since 1970, so that makings sort by birth.
 *
 * <p>It is born on the crew's laptop and stands in the kit's certificate. An {@link Incarnation} is
 * born later, on the board, at its first start: one making may see several.
 */
public record Making(String value) implements Comparable<Making> {
  private static final Pattern FORM = Pattern.compile("[0-9a-f]{16}");

  public Making {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "a making is 16 lower-case hex digits, not \"" + value + "\"");
    }
  }

  /**
   * A new making.
   *
   * @param epochMillis birth, 0 … 2^48-1
   * @param chance any number; its low 16 bits are used
   */
  public static Making born(long epochMillis, int chance) {
    return new Making("%012x%04x".formatted(epochMillis & 0xffff_ffff_ffffL, chance & 0xffff));
  }

  @Override
  public int compareTo(Making other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
