package dev.roadcase.provisioning.sheet;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which column of a file is which, and its rows by them.
 *
 * @param names how the file spells each column that is read
 * @param problems of the file, its header and its rows' lengths; with one in the header there are
 *     no rows
 */
public record Columns<C extends Enum<C> & Heading>(
    Map<C, String> names, List<Row<C>> rows, List<Problem> problems) {

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
      String name = header.get(i).strip();
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
        .anyMatch(name -> column.headers().stream().anyMatch(name.strip()::equalsIgnoreCase));
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
    int width = sheet.header().cells().size();
    List<Row<C>> rows = new ArrayList<>();
    for (Sheet.Line line : sheet.lines()) {
      if (line.cells().size() != width) {
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
      Map<C, String> cells = new EnumMap<>(kind);
      places.forEach((column, at) -> cells.put(column, line.cells().get(at).strip()));
      rows.add(new Row<>(line.number(), cells, line.cells()));
    }
    return rows;
  }

  private static <C extends Enum<C> & Heading> Optional<C> named(Class<C> kind, String header) {
    return Arrays.stream(kind.getEnumConstants())
        .filter(c -> c.headers().stream().anyMatch(h -> h.equalsIgnoreCase(header)))
        .findFirst();
  }
}
