package dev.roadcase.wire.event;

import dev.roadcase.core.identity.FleetId;
import dev.roadcase.core.identity.Incarnation;
import dev.roadcase.core.identity.KitId;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which box says it, in which life: the CloudEvents {@code source}, {@code /fleet/kit/incarnation}.
 */
public record Source(FleetId fleet, KitId kit, Incarnation incarnation) {
  private static final Pattern FORM = Pattern.compile("/([^/]{1,32})/([^/]{1,32})/([^/]{16})");

  /**
   * Reads what {@link #toString} writes.
   *
   * @throws IllegalArgumentException when it is anything else
   */
  public static Source parse(String text) {
    Matcher parts = FORM.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException("a source is /fleet/kit/incarnation");
    }
    return new Source(
        new FleetId(parts.group(1)), new KitId(parts.group(2)), new Incarnation(parts.group(3)));
  }

  @Override
  public String toString() {
    return "/" + fleet + "/" + kit + "/" + incarnation;
  }
}
