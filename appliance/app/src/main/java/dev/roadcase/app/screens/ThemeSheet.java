package dev.roadcase.app.screens;

import dev.roadcase.core.fact.Hash;
import dev.roadcase.core.pack.Theme;
import java.nio.charset.StandardCharsets;

/**
 * The pack's colours as a style sheet of its own: no page has a style inline. Its address names its
 * content, so that a browser never asks for it again, and never shows an old one.
 *
 * @param version part of the content's hash
 */
@SuppressWarnings("ArrayRecordComponent") // written to sockets, compared by nobody
public record ThemeSheet(byte[] css, String version) {
  public static final String PATH = "/theme.css";

  public static ThemeSheet of(Theme theme) {
    byte[] css = Palette.of(theme).css().getBytes(StandardCharsets.UTF_8);
    return new ThemeSheet(css, Hash.of(css).value().substring(0, 12));
  }

  /** What a page links to. */
  public String link() {
    return PATH + "?v=" + version;
  }
}
