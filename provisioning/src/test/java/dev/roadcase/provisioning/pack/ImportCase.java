package dev.roadcase.provisioning.pack;

import dev.roadcase.core.pack.Item;
import dev.roadcase.core.pack.Stock;
import dev.roadcase.provisioning.catalogue.Imported;
import dev.roadcase.provisioning.catalogue.Terms;
import dev.roadcase.provisioning.sheet.Problem;
import dev.roadcase.provisioning.sheet.Sheet;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Currency;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A folder with one export or several and what is right for it, in {@code expected.txt}:
 *
 * <pre>
 * options: as pack build has them; --tax-class with a name alone
 * files:   in their order; products.csv when there is no such line
 * sold:    SKU | title | options | price in minor units | tax class | stock in pieces, or -
 * skus:    of all items, or "different"
 * products: how many
 * said:    kind | words that are among the names, each parted by a comma
 * quiet:   a kind that is not said
 * problem: [file] line | column | words &amp; words of the reason
 * </pre>
 */
record ImportCase(Path folder, List<String> expected) {
  private static final String KEY = ": ";

  static ImportCase of(Path folder) {
    try {
      return new ImportCase(folder, Files.readAllLines(folder.resolve("expected.txt")));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return String.valueOf(folder.getFileName());
  }

  List<String> all(String key) {
    return expected.stream()
        .filter(line -> line.startsWith(key + KEY))
        .map(line -> line.substring((key + KEY).length()))
        .toList();
  }

  Optional<String> one(String key) {
    return all(key).stream().findFirst();
  }

  Imported read() throws IOException {
    List<String> options = Arrays.asList(one("options").orElse("").split(" "));
    Set<String> classes = new HashSet<>(Set.of("reduced"));
    for (int i = 0; i + 1 < options.size(); i++) {
      if (options.get(i).equals("--tax-class")) {
        classes.add(options.get(i + 1));
      }
    }
    Terms terms =
        new Terms(
            Currency.getInstance(value(options, "--currency").orElse("EUR")),
            classes,
            options.contains("--unpublished-too"),
            options.contains("--distinct-skus"),
            options.contains("--decimal-comma"),
            options.contains("--round-prices"),
            LocalDate.parse("2026-06-01"));
    List<Sheet> sheets = new ArrayList<>();
    List<String> files = Arrays.asList(one("files").orElse("products.csv").split(" "));
    for (String file : files) {
      sheets.add(
          Sheet.read(
              files.size() == 1 ? "" : file,
              Files.readAllBytes(folder.resolve(file)),
              value(options, "--encoding").map(Charset::forName)));
    }
    Optional<Export> format =
        value(options, "--format").map(word -> Export.valueOf(word.toUpperCase(Locale.ROOT)));
    return format.isPresent() ? format.get().read(sheets, terms) : Export.readAny(sheets, terms);
  }

  private static Optional<String> value(List<String> options, String name) {
    int at = options.indexOf(name);
    return at < 0 ? Optional.empty() : Optional.of(options.get(at + 1));
  }

  /** An item as {@code sold} has it. */
  static String line(Item item) {
    String stock =
        item.stock() instanceof Stock.Tracked tracked
            ? String.valueOf(tracked.opening().milli() / 1000)
            : "-";
    return "%s | %s | %s | %d | %s | %s"
        .formatted(
            item.sku().value(),
            item.title(),
            String.join(" / ", item.options()),
            item.price().minor(),
            item.taxClass(),
            stock)
        .replace("|  |", "| |");
  }

  /** Whether a problem is the one that a line of {@code problem} expects. */
  static boolean fits(String expected, Problem problem) {
    String[] parts = expected.split(" ?\\| ?", 3);
    String where = (problem.file() + " " + problem.line()).strip();
    return where.equals(parts[0].strip())
        && problem.column().equals(parts[1].strip())
        && Arrays.stream(parts[2].split(" & ")).allMatch(problem.reason()::contains);
  }
}
