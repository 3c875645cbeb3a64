package dev.roadcase.core.pack;

import java.time.ZoneId;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How the show's pages look, and what they say in the shop's own name. Which colour is legible upon
 * which is for the screens to work out: a theme names one brand colour, and no page becomes
 * unreadable through it.
 *
 * @param name what visitors read on top, such as the show's or the shop's name; 1 to 80 characters
 * @param tagline one line below it; may be empty, at most 160 characters
 * @param brand the brand colour as {@code #rrggbb}; white or black text on it has a contrast of at
 *     least 4.5:1 (WCAG 2.2, 1.4.3)
 * @param logo a picture of the pack
 * @param seller who sells, for receipts
 * @param stock what visitors read of how much is left
 * @param zone the time zone of the venue; without it a box takes that of its own system
 */
public record Theme(
    String name,
    String tagline,
    String brand,
    Optional<AssetId> logo,
    Optional<Seller> seller,
    StockShown stock,
    Optional<ZoneId> zone) {
  public static final String DEFAULT_BRAND = "#14532d";

  private static final Pattern COLOUR = Pattern.compile("#[0-9a-f]{6}");

  public Theme {
    if (name.isBlank() || name.length() > 80) {
      throw new IllegalArgumentException("a theme's name has 1 to 80 characters");
    }
    if (tagline.length() > 160) {
      throw new IllegalArgumentException("a theme's tagline has at most 160 characters");
    }
    if (!COLOUR.matcher(brand).matches()) {
      throw new IllegalArgumentException("a colour is written #rrggbb, in lower case");
    }
  }

  /** A look without a seller, a time zone, or a word about the stock. */
  public Theme(String name, String tagline, String brand, Optional<AssetId> logo) {
    this(name, tagline, brand, logo, Optional.empty(), StockShown.FEW, Optional.empty());
  }

  /** For a pack that says nothing of its looks. */
  public static Theme plain(String show) {
    return new Theme(show.isBlank() ? "Shop" : show, "", DEFAULT_BRAND, Optional.empty());
  }
}
