package dev.roadcase.provisioning.sheet;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * A file as rows: commas, semicolons, tabs or bars, as its header has them; quotes as RFC 4180 has
 * them. The rows pass by one after the other and are not held: the reader keeps what is needed.
 * What cannot be read is a problem, and then there are no rows to rely on.
 */
public final class Sheet {
  /** Largest file that is looked at: 64 MiB. */
  public static final int SIZE_MAX = 64 << 20;

  /** Ends the text, so that a quote which is never closed is seen: it swallows this too. */
  private static final String END = "\u0003roadcase: the end of the file\u0003";

  private static final Pattern AROUND =
      Pattern.compile("^[\\s\\h\\u200B\\uFEFF]+|[\\s\\h\\u200B\\uFEFF]+$");

  /** A row of such cells is empty; Ctrl-Z ended a file once, and some programs write it still. */
  private static final Pattern NOTHING = Pattern.compile("[\\s\\h\\p{Cc}\\u200B\\uFEFF]*");

  /** Longest row that is looked at, characters. */
  private static final int ROW_MAX = 16 << 20;

  private static final String SEPARATORS = ",;\t|";

  private static final Line NO_LINE = new Line(0, List.of(), false);

  private final String name;
  private final byte[] bytes;
  private final Encodings.Found found;
  private final char separator;
  private final Line header;
  private final List<Problem> problems;

  private Sheet(
      String name,
      byte[] bytes,
      Encodings.Found found,
      char separator,
      Line header,
      List<Problem> problems) {
    this.name = name;
    this.bytes = bytes;
    this.found = found;
    this.separator = separator;
    this.header = header;
    this.problems = problems;
  }

  /**
   * One row.
   *
   * @param number where it begins in the file, from 1
   * @param open whether the file ends in it, without the end of a line: it may have been cut short
   */
  public record Line(long number, List<String> cells, boolean open) {}

  /** Opens the one file there is. Never throws for what stands in it. */
  public static Sheet read(byte[] bytes, Optional<Charset> said) {
    return read("", bytes, said);
  }

  /**
   * Opens one of several files. Never throws for what stands in it.
   *
   * @param name what it is called in messages
   * @param said in which letters it is written, if that was told
   */
  public static Sheet read(String name, byte[] bytes, Optional<Charset> said) {
    if (bytes.length > SIZE_MAX) {
      return unreadable(
          name, new Problem(name, 0, "", "the file is longer than " + SIZE_MAX + " bytes"));
    }
    Optional<String> other = FileKind.of(bytes);
    if (other.isPresent()) {
      return unreadable(name, new Problem(name, 0, "", other.get()));
    }
    Encodings.Found found = Encodings.of(bytes, said);
    Optional<Encodings.Bad> undecodable = Encodings.problem(bytes, found, said);
    if (undecodable.isPresent()) {
      Encodings.Bad bad = undecodable.get();
      return unreadable(name, new Problem(name, bad.line(), "", bad.reason()));
    }
    try {
      char separator = separator(bytes, found);
      Sheet whole = new Sheet(name, bytes, found, separator, NO_LINE, List.of());
      List<Line> first = new ArrayList<>();
      Optional<Problem> stopped = whole.pass(line -> !first.add(line));
      if (stopped.isPresent()) {
        return unreadable(name, stopped.get());
      }
      if (first.isEmpty()) {
        return unreadable(name, new Problem(name, 0, "", "the file is empty: it has no header"));
      }
      Line header = first.getFirst();
      List<String> names = header.cells.stream().map(Sheet::trimmed).toList();
      return new Sheet(
          name, bytes, found, separator, new Line(header.number, names, header.open), List.of());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What it is called in messages; empty for the one file there is. */
  public String name() {
    return name;
  }

  /** The columns' names, as the file spells them; none when the file cannot be read. */
  public Line header() {
    return header;
  }

  /** Why it cannot be read at all. */
  public List<Problem> problems() {
    return problems;
  }

  /**
   * Hands over each row below the header.
   *
   * @param more whether to go on
   * @return what ended it before the file did
   */
  public Optional<Problem> lines(Predicate<Line> more) {
    try {
      return pass(line -> line.number <= header.number || more.test(line));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Optional<Problem> pass(Predicate<Line> more) throws IOException {
    long last = 0;
    boolean begun = false;
    Optional<Line> held = Optional.empty();
    try (CsvReader<CsvRecord> csv =
        CsvReader.builder()
            .fieldSeparator(separator)
            .acceptCharsAfterQuotes(false)
            .maxBufferSize(ROW_MAX)
            .ofCsvRecord(text(bytes, found))) {
      for (CsvRecord row : csv) {
        last = row.getStartingLineNumber();
        List<String> cells = row.getFields();
        if (cells.equals(List.of(END))) {
          if (held.isPresent()) {
            Line line = held.get();
            boolean _ = more.test(new Line(line.number, line.cells, !endsWithALine()));
          }
          return Optional.empty();
        }
        if (held.isPresent() && !more.test(held.get())) {
          return Optional.empty();
        }
        held = Optional.empty();
        boolean something = cells.stream().anyMatch(cell -> !NOTHING.matcher(cell).matches());
        if (something && (begun || !saysTheSeparator(cells))) {
          begun = true;
          held = Optional.of(new Line(last, cells, false));
        }
      }
    } catch (CsvParseException e) {
      long line = lineOf(e).orElse(last + 1);
      return Optional.of(
          new Problem(
              name,
              line,
              "",
              String.valueOf(e.getMessage()).contains("buffer")
                  ? "a row that begins here is longer than "
                      + ROW_MAX
                      + " characters: "
                      + QUOTE_OPEN
                  : "a quoted field is not closed where it should be: something stands after its last"
                      + " quote; a quote inside a quoted field is written twice"));
    }
    return Optional.of(new Problem(name, last, "", QUOTE_OPEN));
  }

  private boolean endsWithALine() {
    for (int i = bytes.length - 1; i >= found.mark(); i--) {
      // In letters of two octets, one of the end of a line is zero.
      if (bytes[i] != 0) {
        return bytes[i] == '\n' || bytes[i] == '\r';
      }
    }
    return true;
  }

  /**
   * A cell without the space around it. Programs put some there that {@code strip} leaves: spaces
   * that do not break, and marks of the encoding in the middle of a file put together from two.
   */
  static String trimmed(String cell) {
    return cell.isEmpty() || (plain(cell.charAt(0)) && plain(cell.charAt(cell.length() - 1)))
        ? cell
        : AROUND.matcher(cell).replaceAll("");
  }

  private static boolean plain(char c) {
    return c > ' ' && c < '\u007F';
  }

  /** Excel's own first line, {@code sep=;}. */
  private static boolean saysTheSeparator(List<String> cells) {
    return cells.getFirst().strip().matches("(?i)\"?sep=.?\"?")
        && cells.stream().skip(1).allMatch(String::isBlank);
  }

  private static final String QUOTE_OPEN = "a quote is opened in this row and never closed";

  /** Whichever stands most often in the first line that has anything in it, outside of quotes. */
  private static char separator(byte[] bytes, Encodings.Found found) throws IOException {
    int[] seen = new int[SEPARATORS.length()];
    boolean quoted = false;
    boolean begun = false;
    try (Reader in = text(bytes, found)) {
      for (int c = in.read(); c >= 0; c = in.read()) {
        if (c == '"') {
          quoted = !quoted;
        } else if ((c == '\n' || c == '\r') && !quoted && begun) {
          break;
        }
        int which = quoted ? -1 : SEPARATORS.indexOf(c);
        if (which >= 0) {
          seen[which]++;
        } else if (!Character.isWhitespace(c)) {
          begun = true;
        }
      }
    }
    int most = 0;
    for (int i = 1; i < seen.length; i++) {
      most = seen[i] > seen[most] ? i : most;
    }
    return SEPARATORS.charAt(most);
  }

  /** Decodes as it goes: a large file is not held a second time as letters. */
  private static Reader text(byte[] bytes, Encodings.Found found) {
    Charset charset = found.charset();
    return new InputStreamReader(
        new SequenceInputStream(
            new ByteArrayInputStream(bytes, found.mark(), bytes.length - found.mark()),
            new ByteArrayInputStream(("\n" + END).getBytes(charset))),
        charset);
  }

  /** FastCSV says the line in its sentence only. */
  private static Optional<Long> lineOf(CsvParseException e) {
    String message = String.valueOf(e.getMessage());
    String digits = message.replaceAll("(?s).*?line (\\d+).*", "$1");
    return digits.matches("\\d{1,9}") ? Optional.of(Long.valueOf(digits)) : Optional.empty();
  }

  private static Sheet unreadable(String name, Problem problem) {
    return new Sheet(
        name,
        new byte[0],
        new Encodings.Found(Charset.defaultCharset(), 0),
        ',',
        NO_LINE,
        List.of(problem));
  }
}
