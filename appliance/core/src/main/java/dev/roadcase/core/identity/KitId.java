package dev.roadcase.core.identity;

import java.util.regex.Pattern;

/**
 * The role that a case plays, such as {@code kit-4}: 1–32 lower-case letters, digits and hyphens,
 * so that it can stand in a host name, an MQTT topic and a file name. Not {@code upstream}, which
 * has a topic of its own.
 */
public record KitId(String value) {
  /** Stands where a kit's name stands, in the topics of a fleet. */
  public static final String UPSTREAM = "upstream";

  static final Pattern FORM = Pattern.compile("[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?");

  public KitId {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "a kit's name is 1 to 32 lower-case letters, digits and hyphens, not \"" + value + "\"");
    }
    if (value.equals(UPSTREAM)) {
      throw new IllegalArgumentException(
          "a kit cannot be called \"upstream\": upstream says on that topic how it stands");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
