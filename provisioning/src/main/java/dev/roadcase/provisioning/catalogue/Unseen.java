package dev.roadcase.provisioning.catalogue;

import java.text.Normalizer;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Letters that nobody sees. Some only part words, others turn a line around or steer a terminal:
 * those have no place on a till's screen.
 */
public final class Unseen {
  /**
   * Control characters (Unicode Cc) that are no white space, marks that override the direction of
   * writing (UAX 9: U+202A to U+202E, U+2066 to U+2069), soft hyphens, and letters without width
   * that join nothing. What Arabic, Hebrew and emoji are written with (U+200C to U+200F) stays.
   */
  private static final Pattern DROPPED =
      Pattern.compile(
          "[\\p{Cc}&&[^\\s\\u0085]]"
              + "|[\\u00AD\\u180E\\u202A-\\u202E\\u2060-\\u206F\\u200B\\uFEFF\\uFFF9-\\uFFFB]");

  /**
   * What has no place in a name that a scanner sends: all of Unicode's format characters (Cf), and
   * what else has neither width nor ink.
   */
  private static final Pattern NOT_IN_A_SKU =
      Pattern.compile(
          "[\\p{Cf}\\p{Cc}\\u034F\\u115F\\u1160\\u17B4\\u17B5\\u180B-\\u180F\\u2800\\u3164\\uFE00-\\uFE0F\\uFFA0]");

  /** Spaces that look like any other, or like none. */
  private static final Pattern MISTAKEN =
      Pattern.compile("[\\u00A0\\u00AD\\u2000-\\u200F\\u2060\\u202F\\u205F\\u3000\\uFEFF]");

  private static final Pattern SPACE = Pattern.compile("[\\h\\s]+");

  private Unseen() {}

  /** Whether there is something to drop. */
  static boolean in(String text) {
    return DROPPED.matcher(text).find();
  }

  static String dropped(String text) {
    return DROPPED.matcher(text).replaceAll("");
  }

  /**
   * A name as a scanner sends it: what nobody sees is dropped, a space is one of the keyboard's.
   */
  static String ofASku(String text) {
    String spaced = SPACE.matcher(text).replaceAll(" ");
    return Normalizer.normalize(
        NOT_IN_A_SKU.matcher(spaced).replaceAll("").strip(), Normalizer.Form.NFC);
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
