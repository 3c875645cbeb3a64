package dev.roadcase.provisioning.catalogue;

import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeVisitor;

/** A description in HTML as a till can show it: text, with the lines that a reader would see. */
public final class PlainText {
  private PlainText() {}

  public static String of(String html) {
    StringBuilder text = new StringBuilder();
    Jsoup.parseBodyFragment(html).body().traverse(new Writer(text));
    return Unseen.dropped(text.toString())
        .replaceAll("[\\p{Cntrl}&&[^\\n]]", "")
        .replaceAll("[ \\t\\u00A0]+", " ")
        .replaceAll(" ?\\n ?", "\n")
        .replaceAll("\\n{3,}", "\n\n")
        .strip();
  }

  private record Writer(StringBuilder text) implements NodeVisitor {
    @Override
    public void head(Node node, int depth) {
      if (node instanceof TextNode words) {
        // White space of the source is one space, as in a browser; its lines are not the reader's.
        text.append(words.getWholeText().replaceAll("\\s+", " "));
      } else if (node instanceof Element element) {
        switch (element.normalName()) {
          case "br" -> text.append('\n');
          case "li" -> line().append("- ");
          case "td", "th" -> text.append(' ');
          case "p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "blockquote" ->
              line().append(text.isEmpty() ? "" : "\n");
          default -> {
            if (element.isBlock()) {
              line();
            }
          }
        }
      }
    }

    @Override
    public void tail(Node node, int depth) {
      if (node instanceof Element element && depth > 0 && endsLine(element)) {
        line();
      }
    }

    /** A table's row is a line, its cells are not. */
    private static boolean endsLine(Element element) {
      return element.isBlock() && !element.nameIs("td") && !element.nameIs("th");
    }

    /** Begins a new line, unless one has just begun. */
    private StringBuilder line() {
      int last = text.length() - 1;
      while (last >= 0 && text.charAt(last) == ' ') {
        last--;
      }
      if (last >= 0 && text.charAt(last) != '\n') {
        text.append('\n');
      }
      return text;
    }
  }
}
