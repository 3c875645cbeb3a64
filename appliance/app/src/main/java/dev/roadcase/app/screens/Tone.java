package dev.roadcase.app.screens;

/** How a tile or an answer is meant. Always a word and an icon; the colour only comes on top. */
public enum Tone {
  GOOD("good", "OK", Icon.CHECK),
  /** Something to know, and nothing to do. */
  CALM("calm", "Note", Icon.INFO),
  WATCH("watch", "Watch", Icon.WARNING),
  BAD("bad", "Act", Icon.CROSS);

  private final String style;
  private final String word;
  private final Icon icon;

  Tone(String style, String word, Icon icon) {
    this.style = style;
    this.word = word;
    this.icon = icon;
  }

  /** The class in the style sheet. */
  public String style() {
    return style;
  }

  public String word() {
    return word;
  }

  public Icon icon() {
    return icon;
  }
}
