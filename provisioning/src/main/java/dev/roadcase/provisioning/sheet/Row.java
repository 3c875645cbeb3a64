package dev.roadcase.provisioning.sheet;

import java.util.Map;

/**
 * One row of a file. Only the cells that are read are kept: an export may have seventy columns and
 * a hundred thousand rows.
 */
public final class Row<C extends Enum<C>> {
  private final String file;
  private final long line;
  private final Map<C, String> cells;
  private final String[] more;

  /**
   * A row.
   *
   * @param cells what stands in the columns that are read, without the space around it
   * @param more what stands in further columns, in the order of {@link Columns#more()}
   */
  Row(String file, long line, Map<C, String> cells, String[] more) {
    this.file = file;
    this.line = line;
    this.cells = cells;
    this.more = more;
  }

  /** The file's name, where several are read together; otherwise empty. */
  public String file() {
    return file;
  }

  /** Where it begins in its file, from 1. */
  public long line() {
    return line;
  }

  /** For people: {@code line 12}, or {@code line 12 of other.csv}. */
  public String where() {
    return where(file, line);
  }

  static String where(String file, long line) {
    return "line " + line + (file.isEmpty() ? "" : " of " + file);
  }

  /** What stands in a column; empty when nothing does, or the file has no such column. */
  public String get(C column) {
    return cells.getOrDefault(column, "");
  }

  public boolean has(C column) {
    return !get(column).isEmpty();
  }

  /**
   * What stands in a further column.
   *
   * @param place its index in {@link Columns#more()}
   */
  public String more(int place) {
    return place < more.length ? more[place] : "";
  }
}
