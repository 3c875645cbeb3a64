package dev.roadcase.core.identity;

import java.util.regex.Pattern;

/**
 * One run of an upstream on its database. A database that was put in the place of another comes
 * with another epoch, because the upstream had to be started on it. 16 lower-case hex digits.
 */
public record UpstreamEpoch(String value) {
  private static final Pattern FORM = Pattern.compile("[0-9a-f]{16}");

  public UpstreamEpoch {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "an upstream's epoch is 16 hex digits, not \"" + value + "\"");
    }
  }

  /** A new epoch, from 64 random bits. */
  public static UpstreamEpoch of(long chance) {
    return new UpstreamEpoch("%016x".formatted(chance));
  }

  @Override
  public String toString() {
    return value;
  }
}
