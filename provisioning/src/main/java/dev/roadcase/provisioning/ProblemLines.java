package dev.roadcase.provisioning;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Problems as a terminal shows them: in their order, and of each kind the first ten. Three thousand
 * prices with a comma are one thing to mend.
 */
final class ProblemLines {
  /** How many of one kind are shown. */
  static final int SHOWN = 10;

  /** What is a row's own in a sentence: what it quotes, and its numbers. */
  private static final Pattern OWN =
      Pattern.compile("\"[^\"]*\"|“[^”]*”|\\d[\\d.,]*|\\bwrite \\S+");

  private ProblemLines() {}

  /** One kind: the same column of the same file, and the same sentence but for the row's own. */
  private record Kind(String file, String column, String sentence) {
    static Kind of(Located located) {
      return new Kind(
          located.file(),
          located.problem().column(),
          OWN.matcher(located.problem().reason()).replaceAll("…"));
    }
  }

  /**
   * The lines.
   *
   * @param all how to see all of them: {@code --json has all}
   */
  static List<String> of(List<Located> problems, String all) {
    Map<Kind, Integer> counts = new HashMap<>();
    problems.forEach(problem -> counts.merge(Kind.of(problem), 1, Integer::sum));
    Map<Kind, Integer> shown = new HashMap<>();
    Set<Kind> told = new HashSet<>();
    List<String> lines = new ArrayList<>();
    for (Located problem : problems) {
      Kind kind = Kind.of(problem);
      if (shown.merge(kind, 1, Integer::sum) <= SHOWN) {
        lines.add(problem.toString());
      } else if (told.add(kind)) {
        int more = counts.getOrDefault(kind, 0) - SHOWN;
        String of = kind.column.isEmpty() ? "" : " of " + kind.column;
        lines.add(
            PackPages.printable(
                "%s: … and %d more%s like these; %s".formatted(kind.file, more, of, all)));
      }
    }
    return lines;
  }
}
