package dev.roadcase.provisioning.sheet;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Letters of UTF-8 that were taken for letters of Windows: {@code Ã©} where {@code é} was meant.
 *
 * <p>Every pair of octets is a letter of Windows-1252, too, so only such are taken for UTF-8 as
 * give a letter or a mark that shops write: Latin, Greek, Cyrillic, quotes, dashes and signs.
 */
public final class Mojibake {
  private static final Charset WINDOWS = Charset.forName("windows-1252");

  private Mojibake() {}

  /** Whether a text has such in it, or the sign for a letter that was lost (U+FFFD). */
  public static boolean in(String text) {
    if (text.indexOf('\uFFFD') >= 0) {
      return true;
    }
    return text.chars().anyMatch(c -> c >= 0x80) && !letters(text.getBytes(WINDOWS)).isEmpty();
  }

  /** Where in a file the letters of UTF-8 stand that have more than one octet: offsets. */
  static List<Integer> letters(byte[] bytes) {
    List<Integer> found = new ArrayList<>();
    for (int i = 0; i < bytes.length; i++) {
      int length = length(bytes, i);
      if (length > 1) {
        found.add(i);
        i += length - 1;
      }
    }
    return found;
  }

  /** How many octets the letter has that begins here; 1 when it is none of UTF-8's long ones. */
  private static int length(byte[] bytes, int at) {
    int first = Byte.toUnsignedInt(bytes[at]);
    int length = first < 0xC2 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 1;
    if (length == 1 || at + length > bytes.length) {
      return 1;
    }
    for (int i = 1; i < length; i++) {
      if ((bytes[at + i] & 0xC0) != 0x80) {
        return 1;
      }
    }
    String letter = new String(bytes, at, length, StandardCharsets.UTF_8);
    return letter.codePointCount(0, letter.length()) == 1 && written(letter.codePointAt(0))
        ? length
        : 1;
  }

  private static boolean written(int letter) {
    return (letter >= 0xA0 && letter <= 0x17F)
        || (letter >= 0x370 && letter <= 0x45F)
        || (letter >= 0x2010 && letter <= 0x2122)
        || letter >= 0x3000;
  }
}
