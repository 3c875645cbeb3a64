package dev.roadcase.core.pack;

import java.util.regex.Pattern;

/**
 * The address of a file that a pack brings along: the SHA-256 of its content.
 *
 * @param hex 64 lower-case hexadecimal digits
 */
public record AssetId(String hex) {
  private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");

  public AssetId {
    if (!HEX.matcher(hex).matches()) {
      throw new IllegalArgumentException("an asset's id is a SHA-256 in 64 lower-case hex digits");
    }
  }

  @Override
  public String toString() {
    return hex;
  }
}
