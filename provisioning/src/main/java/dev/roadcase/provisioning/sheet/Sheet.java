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
import java.util.regex.Pattern;

/**
 * A file as rows: commas, semicolons or tabs, as its header has them; quotes as RFC 4180 has them.
 * What cannot be read is among the problems, and then there are no rows to rely on.
 *
 * @param header the columns' names, as the file spells them
 */
public record Sheet(Line header, List<Line> lines, List<Problem> problems) {
  /** Largest file that is looked at: 64 MiB. */
  public static final int SIZE_MAX = 64 << 20;

  /** Ends the text, so that a quote which is never closed is seen: it swallows this too. */
  private static final String END = "\u0003roadcase: the end of the file\u0003";

  private static final Pattern AROUND =
      Pattern.compile("^[\\s\\h\\u200B\\uFEFF]+|[\\s\\h\\u200B\\uFEFF]+$");

  /** Longest row that is looked at, characters. */
  private static final int ROW_MAX = 16 << 20;

  public Sheet {
    lines = List.copyOf(lines);
    problems = List.copyOf(problems);
  }

  /**
   * One row.
   *
   * @param number where it begins in the file, from 1
   */
  public record Line(long number, List<String> cells) {}

  /** Reads a file. Never throws for what stands in it. */
  public static Sheet read(byte[] bytes, Optional<Charset> said) {
    if (bytes.length > SIZE_MAX) {
      return unreadable(0, "the file is longer than " + SIZE_MAX + " bytes");
    }
    Encodings.Found found = Encodings.of(bytes, said);
    Optional<Problem> undecodable = Encodings.problem(bytes, found, said);
    if (undecodable.isPresent()) {
      return new Sheet(new Line(0, List.of()), List.of(), List.of(undecodable.get()));
    }
    try {
      return rows(bytes, found, separator(bytes, found));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Sheet rows(byte[] bytes, Encodings.Found found, char separator)
      throws IOException {
    List<Line> lines = new ArrayList<>();
    long last = 0;
    boolean ended = false;
    try (CsvReader<CsvRecord> csv =
        CsvReader.builder()
            .fieldSeparator(separator)
            .acceptCharsAfterQuotes(false)
            .maxBufferSize(ROW_MAX)
            .ofCsvRecord(text(bytes, found))) {
      for (CsvRecord row : csv) {
        last = row.getStartingLineNumber();
        ended = row.getFields().equals(List.of(END));
        if (!ended
            && row.getFields().stream().anyMatch(cell -> !cell.isBlank())
            && !(lines.isEmpty() && saysTheSeparator(row.getFields()))) {
          lines.add(new Line(row.getStartingLineNumber(), row.getFields()));
        }
      }
    } catch (CsvParseException e) {
      long line = lineOf(e).orElse(last + 1);
      return unreadable(
          line,
          String.valueOf(e.getMessage()).contains("buffer")
              ? "a row that begins here is longer than " + ROW_MAX + " characters: " + QUOTE_OPEN
              : "a quoted field is not closed where it should be: something stands after its last"
                  + " quote; a quote inside a quoted field is written twice");
    }
    if (!ended) {
      return unreadable(last, QUOTE_OPEN);
    }
    if (lines.isEmpty()) {
      return unreadable(0, "the file is empty: it has no header");
    }
    Line header = lines.removeFirst();
    return new Sheet(
        new Line(header.number, header.cells.stream().map(Sheet::trimmed).toList()),
        lines,
        List.of());
  }

  /**
   * A cell without the space around it. Programs put some there that {@code strip} leaves: spaces
   * that do not break, and marks of the encoding in the middle of a file put together from two.
   */
  static String trimmed(String cell) {
    return AROUND.matcher(cell).replaceAll("");
  }

  /** Excel's own first line, {@code sep=;}. */
  private static boolean saysTheSeparator(List<String> cells) {
    return cells.getFirst().strip().matches("(?i)sep=.?")
        && cells.stream().skip(1).allMatch(String::isBlank);
  }

  private static final String QUOTE_OPEN = "a quote is opened in this row and never closed";

  /** Whichever stands most often in the first line that has anything in it, outside of quotes. */
  private static char separator(byte[] bytes, Encodings.Found found) throws IOException {
    int[] seen = new int[3];
    boolean quoted = false;
    boolean begun = false;
    try (Reader in = text(bytes, found)) {
      for (int c = in.read(); c >= 0; c = in.read()) {
        if (c == '"') {
          quoted = !quoted;
        } else if ((c == '\n' || c == '\r') && !quoted && begun) {
          break;
        }
        int which = quoted ? -1 : ",;\t".indexOf(c);
        if (which >= 0) {
          seen[which]++;
        } else if (!Character.isWhitespace(c)) {
          begun = true;
        }
      }
    }
    return seen[1] > seen[0] && seen[1] >= seen[2] ? ';' : seen[2] > seen[0] ? '\t' : ',';
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

  private static Sheet unreadable(long line, String reason) {
    return new Sheet(new Line(0, List.of()), List.of(), List.of(new Problem(line, "", reason)));
  }
}
