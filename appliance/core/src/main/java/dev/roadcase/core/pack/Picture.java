package dev.roadcase.core.pack;

import java.util.Comparator;
import java.util.List;

/**
 * One picture of a product, in the sizes in which it is shown.
 *
 * @param source SHA-256 of the file that it was made from: its name within the pack
 * @param alt what it shows, for those who do not see it; may be empty
 * @param renditions at least one, narrowest first
 */
public record Picture(AssetId source, String alt, List<Rendition> renditions) {
  public Picture {
    renditions = renditions.stream().sorted(Comparator.comparingInt(Rendition::width)).toList();
    if (renditions.isEmpty()) {
      throw new IllegalArgumentException("a picture has at least one rendition");
    }
  }

  /** The one for a thin link and a small screen. */
  public Rendition smallest() {
    return renditions.getFirst();
  }

  /** The one for a large screen. */
  public Rendition largest() {
    return renditions.getLast();
  }

  /**
   * One file of a picture.
   *
   * @param type media type, such as {@code image/jpeg}
   * @param width in pixels
   * @param height in pixels
   * @param size in octets
   */
  public record Rendition(AssetId id, String type, int width, int height, long size) {
    public Rendition {
      if (width < 1 || height < 1 || size < 1) {
        throw new IllegalArgumentException("a rendition has a width, a height and a size");
      }
    }
  }
}
