package dev.roadcase.provisioning.catalogue;

/**
 * A picture as an export names it; where its file is, is found out later.
 *
 * @param name a URL or a file's name, as it stands in the file
 * @param alt what it shows, for those who do not see it; empty when the export does not say
 */
public record Shot(String name, String alt) {

  /** Whether both are one picture: a shop's {@code ?v=1} says when it was changed, not which. */
  public boolean isOf(String other) {
    return bare(name).equals(bare(other));
  }

  private static String bare(String name) {
    return name.replaceFirst("[?#].*$", "");
  }
}
