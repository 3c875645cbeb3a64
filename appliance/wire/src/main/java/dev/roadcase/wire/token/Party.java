package dev.roadcase.wire.token;

import dev.roadcase.core.identity.FleetId;
import dev.roadcase.core.identity.KitId;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who issues a token, a kit, or for whom it is, a show: {@code rc:FLEET/NAME}. Compared whole,
 * never by a part.
 *
 * @param name of a kit or a show, in the form of a {@link KitId}
 */
public record Party(FleetId fleet, String name) {
  private static final Pattern FORM = Pattern.compile("rc:([a-z0-9-]{1,32})/([a-z0-9-]{1,32})");

  public Party {
    // A show is named as a kit is.
    name = new KitId(name).value();
  }

  /**
   * Reads {@code rc:FLEET/NAME}.
   *
   * @throws IllegalArgumentException when it is anything else
   */
  public static Party of(String text) {
    Matcher parts = FORM.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException("a kit or a show is written rc:FLEET/NAME");
    }
    return new Party(new FleetId(parts.group(1)), parts.group(2));
  }

  @Override
  public String toString() {
    return "rc:" + fleet + "/" + name;
  }
}
