package dev.roadcase.core.identity;

/** Text that a screen shows as it was written. */
public final class Printable {
  private static final int NON_JOINER = 0x200c;
  private static final int JOINER = 0x200d;

  private Printable() {}

  /**
   * Whether there is neither a control character, nor a mark that turns the writing or cannot be
   * seen, nor half a character. The two joiners may be there: languages and emoji need them.
   */
  public static boolean all(String text) {
    return text.codePoints().allMatch(Printable::shown);
  }

  /** A name of a device or a person: 1 to 40 characters that are {@link #all} shown. */
  public static boolean name(String text) {
    return !text.isBlank() && text.length() <= 40 && all(text);
  }

  private static boolean shown(int c) {
    return switch (Character.getType(c)) {
      case Character.FORMAT -> c == JOINER || c == NON_JOINER;
      case Character.CONTROL,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
