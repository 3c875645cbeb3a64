package dev.roadcase.provisioning.catalogue;

import dev.roadcase.core.pack.Item;
import dev.roadcase.core.pack.Sku;
import dev.roadcase.provisioning.sheet.Problem;
import java.util.List;
import java.util.Map;

/**
 * What came of an export.
 *
 * @param items in the export's order; each of them is good, but when there are problems some are
 *     missing
 * @param products how many products the items are variants of
 * @param shots which pictures an item has, the one to show first in front
 */
public record Imported(
    List<Item> items,
    int products,
    Map<Sku, List<Shot>> shots,
    List<Note> notes,
    List<Problem> problems) {
  public Imported {
    items = List.copyOf(items);
    shots = Map.copyOf(shots);
    notes = List.copyOf(notes);
    problems = List.copyOf(problems);
  }

  /** Nothing, and why. */
  public static Imported refused(List<Problem> problems) {
    return new Imported(List.of(), 0, Map.of(), List.of(), problems);
  }

  /** Nothing, and why. */
  public static Imported refused(Problem problem) {
    return refused(List.of(problem));
  }
}
