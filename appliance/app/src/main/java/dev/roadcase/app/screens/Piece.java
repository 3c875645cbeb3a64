package dev.roadcase.app.screens;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A piece of a sentence.
 *
 * @param whole whether no line may break in it: an option of a command, with its value, is typed as
 *     it stands
 */
public record Piece(String text, boolean whole) {
  private static final Pattern OPTION = Pattern.compile("--[a-z][a-z-]*(?: [A-Z]+)?");

  /** A sentence in its pieces, in order. */
  public static List<Piece> of(String sentence) {
    List<Piece> pieces = new ArrayList<>();
    Matcher option = OPTION.matcher(sentence);
    int from = 0;
    while (option.find()) {
      pieces.add(new Piece(sentence.substring(from, option.start()), false));
      pieces.add(new Piece(option.group(), true));
      from = option.end();
    }
    pieces.add(new Piece(sentence.substring(from), false));
    return List.copyOf(pieces);
  }
}
