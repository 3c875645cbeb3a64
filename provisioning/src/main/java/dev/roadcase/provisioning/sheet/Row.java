package dev.roadcase.provisioning.sheet;

import java.util.List;
import java.util.Map;

/**
 * One row of a file.
 *
 * @param line where it begins in the file, from 1
 * @param cells what stands in the columns that are read, without the space around it
 * @param all every cell, in the order of the header
 */
public record Row<C extends Enum<C>>(long line, Map<C, String> cells, List<String> all) {

  /** What stands in a column; empty when nothing does, or the file has no such column. */
  public String get(C column) {
    return cells.getOrDefault(column, "");
  }

  public boolean has(C column) {
    return !get(column).isEmpty();
  }
}
