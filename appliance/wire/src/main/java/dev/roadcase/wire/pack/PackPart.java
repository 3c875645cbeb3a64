package dev.roadcase.wire.pack;

import java.util.regex.Pattern;

/**
 * One part of a pack, as its manifest names it.
 *
 * @param name 1–64 lower-case letters, digits, hyphens, dots; never a path
 * @param size octets, 0 to {@link PackFile#PART_MAX}
 * @param sha256 64 lower-case hex digits
 */
public record PackPart(String name, String mediaType, long size, String sha256) {
  private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9.-]{0,62}[a-z0-9])?");
  private static final Pattern TYPE = Pattern.compile("[a-z0-9.+-]{1,60}/[a-z0-9.+-]{1,60}");
  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

  public PackPart {
    if (!NAME.matcher(name).matches() || name.contains("..")) {
      throw new IllegalArgumentException(
          "a part's name is 1 to 64 lower-case letters, digits, hyphens and single dots");
    }
    if (!TYPE.matcher(mediaType).matches()) {
      throw new IllegalArgumentException("the part " + name + " has a media type, in lower case");
    }
    if (size < 0 || size > PackFile.PART_MAX) {
      throw new IllegalArgumentException(
          "the part " + name + " has 0 to " + PackFile.PART_MAX + " octets, not " + size);
    }
    if (!HASH.matcher(sha256).matches()) {
      throw new IllegalArgumentException("the part " + name + " has a SHA-256 in 64 hex digits");
    }
  }
}
