package dev.roadcase.provisioning.sheet;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which column of a file is which, and its rows by them.
 *
 * <p>A program that saves a file may add empty columns behind the last one, or leave those out that
 * have no name: neither is a problem.
 *
 * @param names how the file spells each column that is read
 * @param problems of the file, its header and its rows' lengths; with one in the header there are
 *     no rows
 */
public record Columns<C extends Enum<C> & Heading>(
    Map<C, String> names, List<Row<C>> rows, List<Problem> problems) {
  /**
   * Longest cell that is read, characters: a description with pictures pasted into it is longer.
   */
  public static final int CELL_MAX = 1 << 20;

  /**
   * Finds the columns.
   *
   * @param required without these there is nothing to sell, or no way to tell what
   * @param otherwise what the file probably is when one of those is missing
   */
  public static <C extends Enum<C> & Heading> Columns<C> of(
      Sheet sheet, Class<C> kind, List<C> required, String otherwise) {
    List<Problem> problems = new ArrayList<>(sheet.problems());
    Map<C, Integer> places = new EnumMap<>(kind);
    Map<C, String> names = new EnumMap<>(kind);
    List<String> header = sheet.header().cells();
    if (header.isEmpty()) {
      return new Columns<>(names, List.of(), problems);
    }
    boolean twice = false;
    for (int i = 0; i < header.size(); i++) {
      String name = header.get(i);
      Optional<C> column = named(kind, name);
      if (column.isPresent() && places.putIfAbsent(column.get(), i) != null) {
        twice = true;
        problems.add(
            new Problem(
                sheet.header().number(),
                name,
                "the file has this column twice; the other is " + names.get(column.get())));
      } else if (column.isPresent()) {
        names.put(column.get(), name);
      }
    }
    List<String> missing =
        required.stream().filter(c -> !places.containsKey(c)).map(Heading::spellings).toList();
    if (!missing.isEmpty()) {
      problems.add(
          new Problem(
              sheet.header().number(),
              "",
              "the header lacks " + String.join(", ", missing) + "; " + otherwise));
    }
    if (twice || !missing.isEmpty()) {
      return new Columns<>(names, List.of(), problems);
    }
    return new Columns<>(names, rows(sheet, places, kind, problems), problems);
  }

  /** Whether a file has a column of this name, whatever else it has. */
  public static boolean has(Sheet sheet, Heading column) {
    return sheet.header().cells().stream()
        .anyMatch(name -> column.headers().stream().anyMatch(name::equalsIgnoreCase));
  }

  /** The header as the file spells it, or as it is spelled usually. */
  public String header(C column) {
    return names.getOrDefault(column, column.spellings());
  }

  public boolean has(C column) {
    return names.containsKey(column);
  }

  private static <C extends Enum<C> & Heading> List<Row<C>> rows(
      Sheet sheet, Map<C, Integer> places, Class<C> kind, List<Problem> problems) {
    List<String> header = sheet.header().cells();
    int width = header.size();
    List<Row<C>> rows = new ArrayList<>();
    for (Sheet.Line line : sheet.lines()) {
      if (!fits(line.cells(), header)) {
        problems.add(
            new Problem(
                line.number(),
                "",
                "the row has "
                    + line.cells().size()
                    + " columns, the header has "
                    + width
                    + ": a quote or a comma is missing, or the file was cut short"));
        continue;
      }
      List<String> all =
          Stream.concat(line.cells().stream(), Stream.generate(() -> "")).limit(width).toList();
      Map<C, String> cells = new EnumMap<>(kind);
      places.forEach((column, at) -> {
        String cell = all.get(at);
        if (cell.length() > CELL_MAX) {
          problems.add(
              new Problem(
                  line.number(),
                  header.get(at),
                  "has %d characters; a cell has at most %d".formatted(cell.length(), CELL_MAX)));
        }
        cells.put(column, cell.length() > CELL_MAX ? "" : Sheet.trimmed(cell));
      });
      rows.add(new Row<>(line.number(), cells, all));
    }
    return rows;
  }

  /** What a row has too much is blank, what it has too little has no name. */
  private static boolean fits(List<String> cells, List<String> header) {
    int both = Math.min(cells.size(), header.size());
    return Stream.of(cells, header)
        .flatMap(longer -> longer.subList(both, longer.size()).stream())
        .allMatch(String::isBlank);
  }

  private static <C extends Enum<C> & Heading> Optional<C> named(Class<C> kind, String header) {
    return Arrays.stream(kind.getEnumConstants())
        .filter(c -> c.headers().stream().anyMatch(h -> h.equalsIgnoreCase(header)))
        .findFirst();
  }
}
