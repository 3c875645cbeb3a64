package dev.roadcase.provisioning.shopify;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The file as rows: UTF-8, commas, quotes as RFC 4180 has them. What cannot be read is among the
 * problems, and then the rows are not to be relied on.
 *
 * @param headers how the file spells each column that is read
 * @param marketPrices whether there are prices for single markets, which are not read
 */
record Sheet(
    Map<Column, String> headers, List<Row> rows, boolean marketPrices, List<Problem> problems) {
  /** Largest export that is looked at: 64 MiB. */
  static final int SIZE_MAX = 64 << 20;

  /** Ends the text, so that a quote which is never closed is seen: it swallows this too. */
  private static final String END = "\u0003roadcase: the end of the file\u0003";

  Sheet {
    headers = Map.copyOf(headers);
    rows = List.copyOf(rows);
    problems = List.copyOf(problems);
  }

  /** The header as the file spells it, or as Shopify does. */
  String header(Column column) {
    return headers.getOrDefault(column, column.spellings());
  }

  static Sheet read(byte[] bytes) {
    if (bytes.length > SIZE_MAX) {
      return unreadable(0, "the file is longer than " + SIZE_MAX + " bytes");
    }
    CharBuffer text = CharBuffer.allocate(bytes.length + END.length() + 2);
    Optional<Problem> undecodable = decode(bytes, text);
    if (undecodable.isPresent()) {
      return new Sheet(Map.of(), List.of(), false, List.of(undecodable.get()));
    }
    text.put('\n').put(END).flip();
    return rows(text.toString());
  }

  private static Sheet rows(String text) {
    String withoutMark = text.startsWith("\uFEFF") ? text.substring(1) : text;
    List<CsvRecord> records = new ArrayList<>();
    try {
      CsvReader.builder()
          .acceptCharsAfterQuotes(false)
          .ofCsvRecord(withoutMark)
          .forEach(records::add);
    } catch (CsvParseException e) {
      long after = records.isEmpty() ? 1 : records.getLast().getStartingLineNumber() + 1;
      return unreadable(
          lineOf(e).orElse(after),
          "a quoted field is not closed where it should be: something stands after its last quote;"
              + " a quote inside a quoted field is written twice");
    }
    CsvRecord last = records.removeLast();
    if (!last.getFields().equals(List.of(END))) {
      return unreadable(
          last.getStartingLineNumber(), "a quote is opened in this row and never closed");
    }
    records.removeIf(r -> r.getFields().stream().allMatch(String::isBlank));
    if (records.isEmpty()) {
      return unreadable(0, "the file is empty: it has no header");
    }
    return rows(records.removeFirst(), records);
  }

  private static Sheet rows(CsvRecord header, List<CsvRecord> records) {
    List<Problem> problems = new ArrayList<>();
    Map<Column, Integer> places = new EnumMap<>(Column.class);
    Map<Column, String> headers = new EnumMap<>(Column.class);
    for (int i = 0; i < header.getFieldCount(); i++) {
      String name = header.getField(i).strip();
      Optional<Column> column = Column.of(name);
      if (column.isPresent() && places.putIfAbsent(column.get(), i) != null) {
        problems.add(
            new Problem(
                header.getStartingLineNumber(),
                name,
                "the file has this column twice; the other is " + headers.get(column.get())));
      } else if (column.isPresent()) {
        headers.put(column.get(), name);
      }
    }
    List<String> missing =
        Column.required().stream()
            .filter(c -> !places.containsKey(c))
            .map(Column::spellings)
            .toList();
    if (!missing.isEmpty()) {
      problems.add(new Problem(header.getStartingLineNumber(), "", missing(header, missing)));
      return new Sheet(headers, List.of(), false, problems);
    }
    int[] markets = marketPriceColumns(header);
    boolean marketPrices = false;
    List<Row> rows = new ArrayList<>();
    for (CsvRecord record : records) {
      if (record.getFieldCount() != header.getFieldCount()) {
        problems.add(
            new Problem(
                record.getStartingLineNumber(),
                "",
                "the row has "
                    + record.getFieldCount()
                    + " columns, the header has "
                    + header.getFieldCount()
                    + ": a quote or a comma is missing, or the file was cut short"));
        continue;
      }
      Map<Column, String> cells = new EnumMap<>(Column.class);
      places.forEach((column, at) -> cells.put(column, record.getField(at).strip()));
      marketPrices |= IntStream.of(markets).anyMatch(i -> !record.getField(i).isBlank());
      rows.add(new Row(record.getStartingLineNumber(), cells));
    }
    return new Sheet(headers, rows, marketPrices, problems);
  }

  private static int[] marketPriceColumns(CsvRecord header) {
    return IntStream.range(0, header.getFieldCount())
        .filter(i -> header.getField(i).strip().toLowerCase(Locale.ROOT).startsWith("price /"))
        .toArray();
  }

  private static String missing(CsvRecord header, List<String> missing) {
    String only = header.getField(0);
    String why =
        header.getFieldCount() == 1 && (only.contains(";") || only.contains("\t"))
            ? "; its columns are not separated by commas: save it as comma-separated values"
            : "; this is not Shopify's product export";
    return "the header lacks " + String.join(", ", missing) + why;
  }

  /** Decodes strictly; a wrong byte is named by its line. */
  private static Optional<Problem> decode(byte[] bytes, CharBuffer into) {
    if (bytes.length >= 2
        && ((bytes[0] == (byte) 0xFF && bytes[1] == (byte) 0xFE)
            || (bytes[0] == (byte) 0xFE && bytes[1] == (byte) 0xFF))) {
      return Optional.of(
          new Problem(1, "", "the file is UTF-16; save it as CSV UTF-8 (comma delimited)"));
    }
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CoderResult result = decoder.decode(in, into, true);
    if (!result.isError()) {
      return Optional.empty();
    }
    long line = 1;
    for (int i = 0; i < in.position(); i++) {
      if (bytes[i] == '\n') {
        line++;
      }
    }
    return Optional.of(
        new Problem(
            line,
            "",
            "byte %d (0x%02X) is not UTF-8; save the file as CSV UTF-8 (comma delimited)"
                .formatted(in.position() + 1, bytes[in.position()])));
  }

  /** FastCSV says the line in its sentence only. */
  private static Optional<Long> lineOf(CsvParseException e) {
    String message = String.valueOf(e.getMessage());
    String digits = message.replaceAll("(?s).*?line (\\d+).*", "$1");
    return digits.matches("\\d{1,9}") ? Optional.of(Long.valueOf(digits)) : Optional.empty();
  }

  private static Sheet unreadable(long line, String reason) {
    return new Sheet(Map.of(), List.of(), false, List.of(new Problem(line, "", reason)));
  }
}
