package dev.roadcase.core.identity;

import java.util.regex.Pattern;

/**
 * A machine that gets its tokens by client credentials (RFC 6749 §4.4): {@code c-} and 1 to 30
 * lower-case letters, digits and hyphens.
 */
public record ClientId(String value) implements Subject {
  private static final Pattern FORM = Pattern.compile("c-[a-z0-9][a-z0-9-]{0,29}");

  public ClientId {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "a client id is \"c-\" and 1 to 30 of a-z, 0-9 and hyphen, not \"" + value + "\"");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
