package dev.roadcase.wire.commandline;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Which known word a misspelt one was meant to be. */
public final class Spelling {
  private Spelling() {}

  /**
   * The known word that is nearest to {@code typed}: at most a third of its letters wrong, missing,
   * too many or swapped with their neighbour, or the only one that begins so.
   */
  public static Optional<String> closest(String typed, Collection<String> known) {
    int most = Math.max(1, typed.length() / 3);
    Optional<String> near =
        known.stream()
            .filter(word -> distance(typed, word) <= most)
            .min(
                Comparator.<String>comparingInt(word -> distance(typed, word))
                    .thenComparing(Comparator.naturalOrder()));
    if (near.isPresent() || typed.replace("-", "").length() < 3) {
      return near;
    }
    var begun = known.stream().filter(word -> word.startsWith(typed)).limit(2).toList();
    return begun.size() == 1 ? Optional.of(begun.getFirst()) : Optional.empty();
  }

  /** "; did you mean data_dir?", or nothing when no known word is near. */
  public static String suggestion(String typed, Collection<String> known) {
    return closest(typed, known).map(word -> "; did you mean " + word + "?").orElse("");
  }

  /** Optimal string alignment: edits and swaps of neighbours. */
  private static int distance(String one, String other) {
    int[][] d = new int[one.length() + 1][other.length() + 1];
    for (int i = 0; i <= one.length(); i++) {
      for (int j = 0; j <= other.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        int change = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
        d[i][j] = Math.min(d[i - 1][j - 1] + change, 1 + Math.min(d[i - 1][j], d[i][j - 1]));
        boolean swapped =
            i > 1
                && j > 1
                && one.charAt(i - 1) == other.charAt(j - 2)
                && one.charAt(i - 2) == other.charAt(j - 1);
        if (swapped) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    return d[one.length()][other.length()];
  }
}
