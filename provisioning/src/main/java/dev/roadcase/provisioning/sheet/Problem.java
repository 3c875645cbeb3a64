package dev.roadcase.provisioning.sheet;

/**
 * Why a row cannot be taken.
 *
 * @param file the file's name, where several are read together; empty for the one there is
 * @param line where the row begins in the file, from 1; 0 for the file as a whole
 * @param column the header as the file spells it; empty when it is not about one column
 * @param reason what is wrong and what to write instead, without a full stop; what is a file's own
 *     stands in quotes, so that alike problems are known
 */
public record Problem(String file, long line, String column, String reason) {

  /** A problem of the one file there is. */
  public Problem(long line, String column, String reason) {
    this("", line, column, reason);
  }

  /** As compilers write it: {@code products.csv:12: Variant Price: …}. */
  public String in(String named) {
    return (file.isEmpty() ? named : file)
        + (line > 0 ? ":" + line : "")
        + ": "
        + (column.isEmpty() ? "" : column + ": ")
        + reason;
  }
}
