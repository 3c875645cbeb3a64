package dev.roadcase.provisioning.catalogue;

import java.util.List;

/**
 * Something that was decided for the operator, who is told.
 *
 * @param kind a stable word, for programs
 * @param text for people, with the count: {@code Sold without counting, …: 14 items}
 * @param which SKUs or handles, all of them
 */
public record Note(String kind, String text, List<String> which) {
  /** How many names a person is shown. */
  public static final int SHOWN = 10;

  public Note {
    which = List.copyOf(which);
  }

  public static Note of(String kind, String what, String unit, List<String> which) {
    return new Note(
        kind, what + ": " + which.size() + " " + unit + (which.size() == 1 ? "" : "s"), which);
  }

  /** The first few, and how many more. */
  public String some() {
    return which.size() <= SHOWN
        ? String.join(", ", which)
        : String.join(", ", which.subList(0, SHOWN)) + " and " + (which.size() - SHOWN) + " more";
  }
}
