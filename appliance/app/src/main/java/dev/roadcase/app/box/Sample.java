package dev.roadcase.app.box;

import java.util.regex.Pattern;

/**
 * One measured thing on its way upstream in p3.
 *
 * @param name what was measured, such as {@code footfall}: lower-case letters, digits and hyphens
 * @param key of whom or what, such as a device id
 * @param json the reading, one JSON object as it came in
 */
public record Sample(String name, String key, String json) {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,39}");

  /** Longest reading, in characters. */
  public static final int JSON_MAX = 4096;

  public Sample {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "a sample's name has 1 to 40 lower-case letters, digits and hyphens");
    }
    if (key.length() > 80) {
      throw new IllegalArgumentException("a sample's key has at most 80 characters");
    }
    if (json.length() > JSON_MAX) {
      throw new IllegalArgumentException("a sample has at most " + JSON_MAX + " characters");
    }
  }
}
