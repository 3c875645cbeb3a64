package dev.roadcase.provisioning.sheet;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** In which letters a file is written: by its mark, by what was said, or UTF-8. */
final class Encodings {
  private static final Charset WINDOWS = Charset.forName("windows-1252");
  private static final String SAVE_AS = "save the file as CSV UTF-8 (comma delimited)";

  private Encodings() {}

  /** A charset, and how many octets of a mark stand before the text. */
  record Found(Charset charset, int mark) {}

  static Found of(byte[] bytes, Optional<Charset> said) {
    if (begins(bytes, 0xEF, 0xBB, 0xBF)) {
      return new Found(StandardCharsets.UTF_8, 3);
    }
    if (begins(bytes, 0xFF, 0xFE)) {
      return new Found(StandardCharsets.UTF_16LE, 2);
    }
    if (begins(bytes, 0xFE, 0xFF)) {
      return new Found(StandardCharsets.UTF_16BE, 2);
    }
    return new Found(said.orElse(StandardCharsets.UTF_8), 0);
  }

  /** What is wrong, and in which line, from 1. */
  record Bad(long line, String reason) {}

  /** What is wrong with the bytes, by line; a file that declares itself otherwise, too. */
  static Optional<Bad> problem(byte[] bytes, Found found, Optional<Charset> said) {
    if (found.mark > 0
        && said.isPresent()
        && !found.charset.name().startsWith(family(said.get()))) {
      return Optional.of(
          new Bad(
              1,
              "the file begins with the mark of %s, not %s: leave --encoding out"
                  .formatted(found.charset, said.get())));
    }
    if (found.mark == 0 && said.isEmpty() && zeros(bytes)) {
      return Optional.of(
          new Bad(
              1,
              "every other byte is zero: it is UTF-16 without a mark. Give --encoding utf-16le (or"
                  + " utf-16be), or save the file as CSV UTF-8 (comma delimited)"));
    }
    int bad = firstBad(bytes, found);
    return bad >= 0
        ? Optional.of(new Bad(line(bytes, bad), reason(bytes, bad, found)))
        : utf8(bytes, found);
  }

  /** A file of good UTF-8 that was announced as something else: each letter would become two. */
  private static Optional<Bad> utf8(byte[] bytes, Found found) {
    if (found.charset.name().startsWith("UTF-")) {
      return Optional.empty();
    }
    List<Integer> letters = Mojibake.letters(bytes);
    boolean good = firstBad(bytes, new Found(StandardCharsets.UTF_8, found.mark)) < 0;
    return letters.isEmpty() || !good
        ? Optional.empty()
        : Optional.of(
            new Bad(
                line(bytes, letters.getFirst()),
                "the file is good UTF-8, and --encoding %s would spoil its letters: leave it out"
                    .formatted(found.charset)));
  }

  /** In which line an octet stands; a line ends with LF, CR LF, or CR alone. */
  private static long line(byte[] bytes, int at) {
    long line = 1;
    for (int i = 0; i < at; i++) {
      boolean before = bytes[i] == '\r' && i + 1 < bytes.length && bytes[i + 1] == '\n';
      if (bytes[i] == '\n' || (bytes[i] == '\r' && !before)) {
        line++;
      }
    }
    return line;
  }

  /** Whether the beginning looks like letters of two octets each. */
  private static boolean zeros(byte[] bytes) {
    int looked = Math.min(bytes.length, 200);
    int zeros = 0;
    for (int i = 0; i < looked; i++) {
      zeros += bytes[i] == 0 ? 1 : 0;
    }
    return zeros > looked / 4;
  }

  private static String family(Charset said) {
    return said.name().startsWith("UTF-16") ? "UTF-16" : said.name();
  }

  private static String reason(byte[] bytes, int bad, Found found) {
    return "byte %d (0x%02X) is not %s; %s"
        .formatted(bad + 1, bytes[bad], found.charset, instead(bytes, bad, found));
  }

  private static String instead(byte[] bytes, int bad, Found found) {
    boolean windows =
        found.charset.equals(StandardCharsets.UTF_8)
            && bytes.length > bad + 1
            && firstBad(bytes, new Found(WINDOWS, found.mark)) < 0;
    if (!windows) {
      return SAVE_AS;
    }
    String letter = new String(bytes, bad, 1, WINDOWS);
    List<Integer> letters = Mojibake.letters(bytes);
    List<Integer> strays = strays(bytes, letters);
    // What stands in both kinds of letters was put together from two files; either reading spoils
    // the other's.
    return letters.size() >= strays.size()
        ? "it may be “%s” in Windows-1252, but other lines are good UTF-8 (line %d), which --encoding would spoil: write the letter anew in %s"
            .formatted(letter, line(bytes, letters.getFirst()), lines(bytes, strays))
        : "it may be “%s” in Windows-1252: then give --encoding windows-1252, or %s"
            .formatted(letter, SAVE_AS);
  }

  /** Octets beyond ASCII that are no part of a letter of UTF-8. */
  private static List<Integer> strays(byte[] bytes, List<Integer> letters) {
    List<Integer> strays = new ArrayList<>();
    int next = 0;
    for (int i = 0; i < bytes.length; i++) {
      if (next < letters.size() && letters.get(next) == i) {
        next++;
        while (i + 1 < bytes.length && (bytes[i + 1] & 0xC0) == 0x80) {
          i++;
        }
      } else if (bytes[i] < 0) {
        strays.add(i);
      }
    }
    return strays;
  }

  private static String lines(byte[] bytes, List<Integer> places) {
    List<Long> lines = places.stream().limit(1_000).map(at -> line(bytes, at)).distinct().toList();
    String some = lines.stream().limit(10).map(String::valueOf).collect(Collectors.joining(", "));
    return (lines.size() == 1 ? "line " : "lines ") + some + (lines.size() > 10 ? " …" : "");
  }

  /** Where the first octet stands that is no text; -1 when all is. */
  private static int firstBad(byte[] bytes, Found found) {
    CharsetDecoder decoder =
        found
            .charset
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(bytes, found.mark, bytes.length - found.mark);
    CharBuffer out = CharBuffer.allocate(1 << 13);
    CoderResult result = CoderResult.OVERFLOW;
    while (result.isOverflow()) {
      out.clear();
      result = decoder.decode(in, out, true);
    }
    return result.isError() ? in.position() : -1;
  }

  private static boolean begins(byte[] bytes, int... mark) {
    for (int i = 0; i < mark.length; i++) {
      if (i >= bytes.length || Byte.toUnsignedInt(bytes[i]) != mark[i]) {
        return false;
      }
    }
    return true;
  }
}
