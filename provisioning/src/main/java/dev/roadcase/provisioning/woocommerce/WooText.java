package dev.roadcase.provisioning.woocommerce;

import dev.roadcase.provisioning.catalogue.PlainText;
import dev.roadcase.provisioning.catalogue.Reading;
import java.util.ArrayList;
import java.util.List;

/** How the export writes what would not fit into a cell. */
final class WooText {
  private WooText() {}

  /** A cell's text, its commas as they were. */
  static String plain(String cell) {
    return Reading.unescaped(cell.strip()).replace("\\,", ",").strip();
  }

  /**
   * What a reader sees of a name: WordPress keeps an ampersand as an entity, and lets its writers
   * put small tags into titles.
   */
  static String words(String name) {
    return name.indexOf('&') >= 0 || name.indexOf('<') >= 0 ? PlainText.of(name) : name;
  }

  /** The values of a list; a comma that belongs to a value has a backslash before it. */
  static List<String> list(String cell) {
    List<String> values = new ArrayList<>();
    for (String value : cell.split("(?<!\\\\),", -1)) {
      String text = Reading.clean(plain(value));
      if (!text.isEmpty()) {
        values.add(text);
      }
    }
    return values;
  }

  /**
   * A description as HTML. Line breaks are written as a backslash and an n; WordPress shows them,
   * which HTML by itself does not.
   */
  static String html(String cell) {
    String text =
        Reading.unescaped(cell)
            .replace("\\\\n", "\u0000")
            .replace("\\r", "")
            .replace("\\n", "\n")
            .replace("\u0000", "\\n")
            .replace("\r", "");
    // Beside a tag a line break is the writer's own, and the tag breaks the line.
    return text.replaceAll("(?<=[^>\\s])[ \\t]*\\n[ \\t]*\\n\\s*(?=[^<\\s])", "<br><br>")
        .replaceAll("(?<=[^>\\s])[ \\t]*\\n[ \\t]*(?=[^<\\s])", "<br>");
  }
}
