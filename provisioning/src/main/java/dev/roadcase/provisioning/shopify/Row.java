package dev.roadcase.provisioning.shopify;

import java.util.Map;

/**
 * One row of the export.
 *
 * @param line where it begins in the file, from 1
 * @param cells what stands in the columns that are read, without the space around it
 */
record Row(long line, Map<Column, String> cells) {

  /** What stands in a column; empty when nothing does, or the file has no such column. */
  String get(Column column) {
    return cells.getOrDefault(column, "");
  }

  boolean has(Column column) {
    return !get(column).isEmpty();
  }
}
