package dev.roadcase.core.pack;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a pack brings for the eye.
 *
 * @param pictures by the hash of what they were made from, in the order in which they were met
 */
public record Looks(Theme theme, Map<AssetId, Picture> pictures) {
  public Looks {
    pictures = Collections.unmodifiableMap(new LinkedHashMap<>(pictures));
    pictures.forEach((id, picture) -> {
      if (!id.equals(picture.source())) {
        throw new IllegalArgumentException("a picture is filed under the hash of its source");
      }
    });
    if (theme.logo().isPresent() && !pictures.containsKey(theme.logo().get())) {
      throw new IllegalArgumentException("the theme's logo is not among the pack's pictures");
    }
  }

  /** Text only. */
  public static Looks plain(String show) {
    return new Looks(Theme.plain(show), Map.of());
  }
}
