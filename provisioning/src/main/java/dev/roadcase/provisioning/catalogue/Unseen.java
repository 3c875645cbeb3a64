package dev.roadcase.provisioning.catalogue;

import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Letters that nobody sees. Some only part words, others turn a line around or steer a terminal:
 * those have no place on a till's screen.
 */
public final class Unseen {
  /**
   * Control characters (Unicode Cc) that are no white space, marks that override the direction of
   * writing (UAX 9: U+202A to U+202E, U+2066 to U+2069), and letters without width that join
   * nothing. What Arabic, Hebrew and emoji are written with (U+200C to U+200F) stays.
   */
  private static final Pattern DROPPED =
      Pattern.compile(
          "[\\p{Cc}&&[^\\s\\u0085]]"
              + "|[\\u202A-\\u202E\\u2066-\\u2069\\u200B\\uFEFF\\uFFF9-\\uFFFB]");

  /** Spaces that look like any other, or like none. */
  private static final Pattern MISTAKEN =
      Pattern.compile("[\\u00A0\\u2000-\\u200B\\u202F\\u205F\\u3000\\uFEFF]");

  private Unseen() {}

  /** Whether there is something to drop. */
  static boolean in(String text) {
    return DROPPED.matcher(text).find();
  }

  static String dropped(String text) {
    return DROPPED.matcher(text).replaceAll("");
  }

  /** For a sentence about the text: {@code 12<U+00A0>50}. What steers a terminal is a ?. */
  static String shown(String text) {
    String named = MISTAKEN.matcher(text).replaceAll(Unseen::name);
    return DROPPED.matcher(named).replaceAll("?");
  }

  private static String name(MatchResult found) {
    return "<U+%04X>".formatted(found.group().codePointAt(0));
  }
}
