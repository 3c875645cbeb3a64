package dev.roadcase.app.screens;

import dev.roadcase.core.pack.Pack;
import dev.roadcase.core.pack.Picture;
import dev.roadcase.core.pack.Picture.Rendition;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A picture as a page shows it. Width and height keep its place while it loads.
 *
 * @param sources for {@code srcset}; empty when one rendition is all there is to choose from
 */
public record Shot(String src, String sources, int width, int height, String alt) {
  private static final String ASSETS = "/assets/";

  /**
   * That picture.
   *
   * @param lite the smallest rendition and no other
   */
  static Shot of(Picture picture, boolean lite) {
    Rendition shown = picture.smallest();
    // A browser chooses among files of one kind; another kind is for whoever asks for it.
    List<Rendition> choice =
        picture.renditions().stream().filter(r -> r.type().equals(shown.type())).toList();
    String sources =
        lite || choice.size() < 2
            ? ""
            : choice.stream()
                .map(r -> ASSETS + r.id() + " " + r.width() + "w")
                .collect(Collectors.joining(", "));
    return new Shot(ASSETS + shown.id(), sources, shown.width(), shown.height(), picture.alt());
  }

  /** The pack's logo, if it has one. */
  static Optional<Shot> logo(Pack pack) {
    return pack.looks()
        .theme()
        .logo()
        .map(id -> pack.looks().pictures().get(id))
        .map(picture -> of(picture, true));
  }
}
