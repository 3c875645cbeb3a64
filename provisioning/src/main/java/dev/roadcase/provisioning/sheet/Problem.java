package dev.roadcase.provisioning.sheet;

/**
 * Why a row cannot be taken.
 *
 * @param line where the row begins in the file, from 1; 0 for the file as a whole
 * @param column the header as the file spells it; empty when it is not about one column
 * @param reason what is wrong and what to write instead, without a full stop
 */
public record Problem(long line, String column, String reason) {

  /** As compilers write it: {@code products.csv:12: Variant Price: …}. */
  public String in(String file) {
    return file
        + (line > 0 ? ":" + line : "")
        + ": "
        + (column.isEmpty() ? "" : column + ": ")
        + reason;
  }
}
