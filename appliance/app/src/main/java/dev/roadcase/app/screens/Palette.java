package dev.roadcase.app.screens;

import dev.roadcase.core.pack.Theme;
import java.util.Locale;

/**
 * A brand colour made legible: as a ground it gets black or white text with a contrast of 7:1 or
 * more (WCAG 2.2, 1.4.6), and as text it is darkened for the light page and lightened for the dark
 * one until it has as much. Its hue stays; a colour that is fine as it is stays as it is.
 */
record Palette(String ground, String onGround, String inkOnLight, String inkOnDark) {
  private static final double LEGIBLE = 7;
  private static final int WHITE = 0xffffff;
  private static final int BLACK = 0x000000;

  /** Enough to get from any colour to black or white. */
  private static final int STEPS = 100;

  static Palette of(Theme theme) {
    int brand = Integer.parseInt(theme.brand().substring(1), 16);
    int on = contrast(brand, WHITE) >= contrast(brand, BLACK) ? WHITE : BLACK;
    int ground = untilLegible(brand, on, on == WHITE ? BLACK : WHITE);
    return new Palette(
        hex(ground),
        hex(on),
        hex(untilLegible(brand, WHITE, BLACK)),
        hex(untilLegible(brand, BLACK, WHITE)));
  }

  /** The colours as custom properties, for {@code look.css} to be overridden with. */
  String css() {
    return """
    :root{--brand:%s;--on-brand:%s;--brand-ink:%s}
    @media (prefers-color-scheme:dark){:root{--brand-ink:%s}}
    """
        .formatted(ground, onGround, inkOnLight, inkOnDark);
  }

  private static int untilLegible(int colour, int beside, int towards) {
    for (int step = 0; step < STEPS; step++) {
      int mixed = mix(colour, towards, step / (double) STEPS);
      if (contrast(mixed, beside) >= LEGIBLE) {
        return mixed;
      }
    }
    return towards;
  }

  private static int mix(int from, int to, double part) {
    int mixed = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
      double channel = (from >> shift & 255) * (1 - part) + (to >> shift & 255) * part;
      mixed |= (int) Math.round(channel) << shift;
    }
    return mixed;
  }

  /** WCAG 2.2, contrast ratio. */
  static double contrast(int one, int other) {
    double a = luminance(one);
    double b = luminance(other);
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  }

  private static double luminance(int rgb) {
    return 0.2126 * linear(rgb >> 16) + 0.7152 * linear(rgb >> 8) + 0.0722 * linear(rgb);
  }

  private static double linear(int channel) {
    double c = (channel & 255) / 255.0;
    return c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4);
  }

  private static String hex(int rgb) {
    return String.format(Locale.ROOT, "#%06x", rgb);
  }
}
