package dev.roadcase.app.screens;

import java.util.Locale;

/** In which colours the crew's pages are drawn. Light is for the sun, and the default. */
public enum ColourScheme {
  LIGHT("Light", "", "light"),
  DARK("Dark", "all", "dark"),
  /** As the device asks for it (CSS {@code prefers-color-scheme}). */
  AUTO("Auto", "(prefers-color-scheme: dark)", "light dark");

  private final String label;
  private final String darkMedia;
  private final String css;

  ColourScheme(String label, String darkMedia, String css) {
    this.label = label;
    this.darkMedia = darkMedia;
    this.css = css;
  }

  /** On its button. */
  public String label() {
    return label;
  }

  /** The media query under which {@code dark.css} counts; "" for never. */
  public String darkMedia() {
    return darkMedia;
  }

  /** The {@code color-scheme} of the page, for what the browser draws itself. */
  public String css() {
    return css;
  }

  /** In forms and cookies. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The one of that word; {@link #LIGHT} for every other. */
  public static ColourScheme of(String word) {
    for (ColourScheme scheme : values()) {
      if (scheme.word().equals(word)) {
        return scheme;
      }
    }
    return LIGHT;
  }
}
