package dev.roadcase.provisioning.sheet;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Which column of a file is which, and its rows by them. Several files of one kind are read as one;
 * each has a header of its own.
 *
 * <p>A program that saves a file may add empty columns behind the last one, leave those out that
 * have no name, and leave out a row's empty cells at its end: none of it is a problem.
 */
public final class Columns<C extends Enum<C> & Heading> {
  /**
   * Longest cell that is read, characters: a description with pictures pasted into it is longer.
   */
  public static final int CELL_MAX = 1 << 20;

  /**
   * Most rows that are read: a pack has 20,000 items, and a shop a row for each of its pictures.
   */
  public static final int ROWS_MAX = 200_000;

  /** What a spreadsheet shows where a formula failed, in the languages that it speaks. */
  private static final Set<String> ERRORS =
      Set.of(
          "#NAME?",
          "#REF!",
          "#VALUE!",
          "#DIV/0!",
          "#N/A",
          "#NULL!",
          "#NUM!",
          "#SPILL!",
          "#CALC!",
          "#FIELD!",
          "#BLOCKED!",
          "#CONNECT!",
          "#BUSY!",
          "#UNKNOWN!",
          "#GETTING_DATA",
          "#ERROR!",
          "#BEZUG!",
          "#WERT!",
          "#NV",
          "#ZAHL!",
          "#NOM?",
          "#VALEUR!",
          "#NOMBRE!",
          "#¿NOMBRE?",
          "#NOMBRE?",
          "#¡REF!",
          "#¡VALOR!",
          "#VALOR!",
          "#NOME?",
          "#NOME!",
          "#VALORE!",
          "#RIF!",
          "#NAAM?",
          "#VERW!",
          "#WAARDE!",
          "#N/B",
          "#N/D",
          "#NAZWA?",
          "#ADR!",
          "#ARG!",
          "#LICZBA!");

  /** By this an exporter keeps a spreadsheet from taking 0012 for a number: {@code ="0012"}. */
  private static final Pattern TEXT_AS_FORMULA = Pattern.compile("=\\s*\"((?:[^\"]|\"\")*)\"");

  private final Class<C> kind;
  private final List<C> required;
  private final Predicate<String> also;
  private final Map<C, String> names;
  private final List<String> more = new ArrayList<>();
  private final List<Row<C>> rows = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();
  private final Set<String> unread = new LinkedHashSet<>();
  private final List<String> shortRows = new ArrayList<>();
  private final List<String> headersAgain = new ArrayList<>();
  private final List<String> formulas = new ArrayList<>();
  private final List<String> files = new ArrayList<>();
  private final Map<String, String> pool = new HashMap<>();
  private boolean full;

  /** Whether a file cannot be read as a whole: the others are not sold without it. */
  private boolean broken;

  private Columns(Class<C> kind, List<C> required, Predicate<String> also) {
    this.kind = kind;
    this.required = required;
    this.also = also;
    this.names = new EnumMap<>(kind);
  }

  /**
   * Finds the columns and keeps their rows.
   *
   * @param required without these there is nothing to sell, or no way to tell what
   * @param otherwise what the file probably is when one of those is missing
   * @param also further columns that are read, by their header
   */
  public static <C extends Enum<C> & Heading> Columns<C> of(
      List<Sheet> sheets,
      Class<C> kind,
      List<C> required,
      String otherwise,
      Predicate<String> also) {
    Columns<C> columns = new Columns<>(kind, required, also);
    for (Sheet sheet : sheets) {
      columns.add(sheet, otherwise);
    }
    columns.pool.clear();
    if (columns.broken) {
      columns.rows.clear();
    }
    return columns;
  }

  /** As {@link #of(List, Class, List, String, Predicate)}, without further columns. */
  public static <C extends Enum<C> & Heading> Columns<C> of(
      List<Sheet> sheets, Class<C> kind, List<C> required, String otherwise) {
    return of(sheets, kind, required, otherwise, header -> false);
  }

  /** Whether a header has a column of this name, whatever else it has. */
  public static boolean has(List<String> header, Heading column) {
    return header.stream()
        .anyMatch(name -> column.headers().stream().anyMatch(name::equalsIgnoreCase));
  }

  /** The header as the file spells it, or as it is spelled usually. */
  public String header(C column) {
    return names.getOrDefault(column, column.spellings());
  }

  public boolean has(C column) {
    return names.containsKey(column);
  }

  /** The rows; none when a file or its header cannot be read. */
  public List<Row<C>> rows() {
    return rows;
  }

  /** Of the files, their headers and the lengths of their rows and cells. */
  public List<Problem> problems() {
    return problems;
  }

  /** The headers of the further columns, see {@link Row#more(int)}. */
  public List<String> more() {
    return more;
  }

  /** The headers of columns that have something in them and are not read. */
  public List<String> unread() {
    return List.copyOf(unread);
  }

  /** Where rows lack cells at their end, which are empty then. */
  public List<String> shortRows() {
    return shortRows;
  }

  /** Where the header stands a second time: the file was put together from two. */
  public List<String> headersAgain() {
    return headersAgain;
  }

  /** Where a cell had its text as a formula, {@code ="0012"}; it is the text that is read. */
  public List<String> formulas() {
    return formulas;
  }

  /** The names of the files, in their order; one that is empty for the one there is. */
  public List<String> files() {
    return files;
  }

  // Headers

  /** Where in one file each column stands. */
  private record Places<C>(
      List<String> header, Map<C, Integer> read, Map<Integer, Integer> more, BitSet unread) {}

  private void add(Sheet sheet, String otherwise) {
    files.add(sheet.name());
    problems.addAll(sheet.problems());
    Optional<Places<C>> places =
        sheet.header().cells().isEmpty() ? Optional.empty() : places(sheet, otherwise);
    if (places.isEmpty()) {
      broken = true;
      return;
    }
    Optional<Problem> stopped = sheet.lines(line -> row(sheet, line, places.get()));
    stopped.ifPresent(problems::add);
    broken |= stopped.isPresent() || full;
    if (full) {
      problems.add(
          new Problem(
              sheet.name(),
              0,
              "",
              "there are more than "
                  + ROWS_MAX
                  + " rows, and a pack has at most 20000 items: leave out what is not sold at the"
                  + " show"));
    }
  }

  private Optional<Places<C>> places(Sheet sheet, String otherwise) {
    List<String> header = sheet.header().cells();
    Map<C, Integer> read = new EnumMap<>(kind);
    Map<Integer, Integer> further = new LinkedHashMap<>();
    BitSet neither = new BitSet();
    boolean twice = false;
    for (int i = 0; i < header.size(); i++) {
      String name = header.get(i);
      Optional<C> column = named(name);
      if (column.isPresent() && read.putIfAbsent(column.get(), i) != null) {
        twice = true;
        problems.add(
            headerProblem(
                sheet,
                name,
                "the file has this column twice; the other is \""
                    + header.get(read.get(column.get()))
                    + "\""));
      } else if (column.isPresent()) {
        names.putIfAbsent(column.get(), name);
      } else if (also.test(name)) {
        further.put(i, place(name));
      } else {
        neither.set(i);
      }
    }
    List<String> missing =
        required.stream().filter(c -> !read.containsKey(c)).map(Heading::spellings).toList();
    if (!missing.isEmpty()) {
      problems.add(
          headerProblem(
              sheet, "", "the header lacks " + String.join(", ", missing) + "; " + otherwise));
    }
    return twice || !missing.isEmpty()
        ? Optional.empty()
        : Optional.of(new Places<>(header, read, further, neither));
  }

  private static Problem headerProblem(Sheet sheet, String column, String reason) {
    return new Problem(sheet.name(), sheet.header().number(), column, reason);
  }

  private int place(String name) {
    int known = more.indexOf(name);
    if (known < 0) {
      more.add(name);
    }
    return known < 0 ? more.size() - 1 : known;
  }

  private Optional<C> named(String header) {
    return Arrays.stream(kind.getEnumConstants())
        .filter(c -> c.headers().stream().anyMatch(h -> h.equalsIgnoreCase(header)))
        .findFirst();
  }

  // Rows

  private boolean row(Sheet sheet, Sheet.Line line, Places<C> places) {
    if (rows.size() >= ROWS_MAX) {
      full = true;
      return false;
    }
    if (isHeader(sheet, line, places)) {
      return true;
    }
    if (!fits(sheet, line, places.header)) {
      problems.add(
          new Problem(
              sheet.name(),
              line.number(),
              "",
              "the row has "
                  + line.cells().size()
                  + " columns, the header has "
                  + places.header.size()
                  + ": a quote or a comma is missing, or the file was cut short"));
      return true;
    }
    Map<C, String> cells = new EnumMap<>(kind);
    places.read.forEach((column, at) -> {
      String cell = cell(sheet, line, places.header.get(at), at);
      if (!cell.isEmpty()) {
        cells.put(column, cell);
      }
    });
    String[] further = new String[more.size()];
    Arrays.fill(further, "");
    places.more.forEach((at, to) -> further[to] = kept(Sheet.trimmed(cellOf(line, at))));
    for (int at = places.unread.nextSetBit(0); at >= 0; at = places.unread.nextSetBit(at + 1)) {
      if (!cellOf(line, at).isBlank()) {
        unread.add(places.header.get(at).isEmpty() ? "column " + (at + 1) : places.header.get(at));
        // Once is enough to know.
        places.unread.clear(at);
      }
    }
    rows.add(new Row<>(sheet.name(), line.number(), cells, further));
    return true;
  }

  /** Two files that were put together have their header twice. */
  private boolean isHeader(Sheet sheet, Sheet.Line line, Places<C> places) {
    boolean names =
        required.stream()
            .allMatch(c ->
                named(Sheet.trimmed(cellOf(line, places.read.getOrDefault(c, -1)))).isPresent());
    if (!names) {
      return false;
    }
    boolean same =
        Stream.iterate(0, i -> i + 1)
            .limit(Math.max(line.cells().size(), places.header.size()))
            .allMatch(i ->
                Sheet.trimmed(cellOf(line, i))
                    .equalsIgnoreCase(i < places.header.size() ? places.header.get(i) : ""));
    if (same) {
      headersAgain.add(Row.where(sheet.name(), line.number()));
    } else {
      problems.add(
          new Problem(
              sheet.name(),
              line.number(),
              "",
              "is a header again, with other columns: make two files of this one, and name both"));
    }
    return true;
  }

  private String cell(Sheet sheet, Sheet.Line line, String header, int at) {
    String cell = cellOf(line, at);
    String wrong =
        cell.length() > CELL_MAX
            ? "has %d characters; a cell has at most %d".formatted(cell.length(), CELL_MAX)
            : isError(cell.strip())
                ? "\""
                    + cell.strip()
                    + "\" is a spreadsheet's error, and what stood there is lost:"
                    + " export again, and leave the file unopened, or mend the cell"
                : "";
    if (!wrong.isEmpty()) {
      problems.add(new Problem(sheet.name(), line.number(), header, wrong));
      return "";
    }
    return kept(text(sheet, line, Sheet.trimmed(cell)));
  }

  private String text(Sheet sheet, Sheet.Line line, String cell) {
    Matcher formula = TEXT_AS_FORMULA.matcher(cell);
    if (!cell.startsWith("=") || !formula.matches()) {
      return cell;
    }
    String where = Row.where(sheet.name(), line.number());
    if (formulas.isEmpty() || !formulas.getLast().equals(where)) {
      formulas.add(where);
    }
    return Sheet.trimmed(formula.group(1).replace("\"\"", "\""));
  }

  private static boolean isError(String cell) {
    return (cell.startsWith("#") && ERRORS.contains(cell.toUpperCase(Locale.ROOT)))
        || (cell.startsWith("Err:") && cell.matches("Err:\\d{3}"));
  }

  private static String cellOf(Sheet.Line line, int at) {
    return at >= 0 && at < line.cells().size() ? line.cells().get(at) : "";
  }

  /** Short words stand in thousands of rows: they are kept once. */
  private String kept(String cell) {
    if (cell.length() > 40 || pool.size() > 50_000) {
      return cell.isEmpty() ? "" : cell;
    }
    return pool.computeIfAbsent(cell, c -> c);
  }

  /**
   * What a row has too much is blank. What it has too little was blank, and left out by the program
   * that saved it; only the last row of a file may have been cut short.
   */
  private boolean fits(Sheet sheet, Sheet.Line line, List<String> header) {
    List<String> cells = line.cells();
    int both = Math.min(cells.size(), header.size());
    if (!cells.subList(both, cells.size()).stream().allMatch(String::isBlank)) {
      return false;
    }
    boolean lacks = !header.subList(both, header.size()).stream().allMatch(String::isBlank);
    if (lacks && !line.open()) {
      shortRows.add(Row.where(sheet.name(), line.number()));
    }
    return !lacks || !line.open();
  }
}
