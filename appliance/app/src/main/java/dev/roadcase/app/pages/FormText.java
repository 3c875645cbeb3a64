package dev.roadcase.app.pages;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Words of a form or an address, for the crew's pages. */
final class FormText {
  /** Of a search, characters, as its field allows. */
  private static final int QUERY_MAX = 80;

  private FormText() {}

  /** A search; empty for all. */
  static String query(@Nullable String text) {
    return cut(text == null ? "" : text, QUERY_MAX);
  }

  /**
   * What was typed into a field, without the spaces around it.
   *
   * @param most characters that the field allows
   */
  static String typed(@Nullable String text, int most) {
    return cut(text == null ? "" : text.strip(), most);
  }

  /** For an address. */
  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String cut(String text, int most) {
    return text.substring(0, Math.min(text.length(), most));
  }
}
