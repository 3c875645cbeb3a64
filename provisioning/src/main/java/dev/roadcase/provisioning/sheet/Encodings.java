package dev.roadcase.provisioning.sheet;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** In which letters a file is written: by its mark, by what was said, or UTF-8. */
final class Encodings {
  private static final Charset WINDOWS = Charset.forName("windows-1252");

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

  /** What is wrong with the bytes, by line; a file that declares itself otherwise, too. */
  static Optional<Problem> problem(byte[] bytes, Found found, Optional<Charset> said) {
    if (found.mark > 0
        && said.isPresent()
        && !found.charset.name().startsWith(family(said.get()))) {
      return Optional.of(
          new Problem(
              1,
              "",
              "the file begins with the mark of %s, not %s: leave --encoding out"
                  .formatted(found.charset, said.get())));
    }
    if (found.mark == 0 && said.isEmpty() && zeros(bytes)) {
      return Optional.of(
          new Problem(
              1,
              "",
              "every other byte is zero: it is UTF-16 without a mark. Give --encoding utf-16le (or"
                  + " utf-16be), or save the file as CSV UTF-8 (comma delimited)"));
    }
    int bad = firstBad(bytes, found);
    if (bad < 0) {
      return Optional.empty();
    }
    long line = 1;
    for (int i = 0; i < bad; i++) {
      if (bytes[i] == '\n') {
        line++;
      }
    }
    return Optional.of(
        new Problem(
            line,
            "",
            "byte %d (0x%02X) is not %s; %s"
                .formatted(bad + 1, bytes[bad], found.charset, instead(bytes, bad, found))));
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

  private static String instead(byte[] bytes, int bad, Found found) {
    boolean windows =
        found.charset.equals(StandardCharsets.UTF_8)
            && bytes.length > bad + 1
            && firstBad(bytes, new Found(WINDOWS, found.mark)) < 0;
    return windows
        ? "it may be “%s” in Windows-1252: then give --encoding windows-1252, or save the file as CSV UTF-8 (comma delimited)"
            .formatted(new String(bytes, bad, 1, WINDOWS))
        : "save the file as CSV UTF-8 (comma delimited)";
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
