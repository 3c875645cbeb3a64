package dev.roadcase.core.pack;

import java.util.regex.Pattern;

/** The SHA-256 of a pack's signed manifest, 64 hex digits: a pack is addressed by its content. */
public record PackId(String hex) {
  private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");

  public PackId {
    if (!FORM.matcher(hex).matches()) {
      throw new IllegalArgumentException("a pack id is 64 lower-case hex digits");
    }
  }

  @Override
  public String toString() {
    return hex;
  }
}
