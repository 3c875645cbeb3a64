package dev.roadcase.provisioning;

import dev.roadcase.provisioning.sheet.Problem;
import java.util.List;

/**
 * A problem and the file that it is in.
 *
 * @param file as the operator knows it
 */
record Located(String file, Problem problem) {
  /** Where it is, when the problem does not say it itself. */
  Located {
    file = problem.file().isEmpty() ? file : problem.file();
  }

  static List<Located> all(String file, List<Problem> problems) {
    return problems.stream().map(problem -> new Located(file, problem)).toList();
  }

  /** A problem of the file as a whole. */
  static Located whole(String file, String reason) {
    return new Located(file, new Problem(0, "", reason));
  }

  @Override
  public String toString() {
    return PackPages.printable(problem.in(file));
  }
}
