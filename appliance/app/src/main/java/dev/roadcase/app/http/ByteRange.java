package dev.roadcase.app.http;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a {@code Range} header asks of a file (RFC 9110, section 14). One range is honoured; a list
 * of ranges is answered with the whole file, as the standard allows: nobody makes the box send a
 * file a thousand times in one answer.
 */
public sealed interface ByteRange {
  /** The whole file: no range, several, or a spelling that is none. */
  record Whole() implements ByteRange {}

  /**
   * A part of it.
   *
   * @param from the first octet
   * @param length at least 1
   */
  record Part(long from, long length) implements ByteRange {}

  /** The file ends before it begins: 416. */
  record Beyond() implements ByteRange {}

  /** A header that is longer is not looked at; one range needs no more. */
  int LONGEST = 64;

  Pattern ONE = Pattern.compile("bytes=\\s*(\\d{0,18})-(\\d{0,18})\\s*", Pattern.CASE_INSENSITIVE);

  /** What {@code header} asks of a file of {@code size} octets. */
  static ByteRange of(Optional<String> header, long size) {
    Optional<Matcher> asked =
        header.filter(text -> text.length() <= LONGEST).map(ONE::matcher).filter(Matcher::matches);
    if (asked.isEmpty()) {
      return new Whole();
    }
    String first = asked.get().group(1);
    String last = asked.get().group(2);
    if (first.isEmpty()) {
      return last.isEmpty() ? new Whole() : suffix(Long.parseLong(last), size);
    }
    long from = Long.parseLong(first);
    if (!last.isEmpty() && Long.parseLong(last) < from) {
      return new Whole();
    }
    if (from >= size) {
      return new Beyond();
    }
    long to = last.isEmpty() ? size - 1 : Math.min(size - 1, Long.parseLong(last));
    return new Part(from, to - from + 1);
  }

  private static ByteRange suffix(long length, long size) {
    if (length == 0 || size == 0) {
      return new Beyond();
    }
    long taken = Math.min(length, size);
    return new Part(size - taken, taken);
  }
}
