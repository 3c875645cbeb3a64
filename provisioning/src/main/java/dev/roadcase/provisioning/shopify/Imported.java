package dev.roadcase.provisioning.shopify;

import dev.roadcase.core.pack.Item;
import java.util.List;

/**
 * What came of an export.
 *
 * @param items in the export's order; not to be relied on when there are problems
 * @param products how many products the items are variants of
 */
public record Imported(List<Item> items, int products, List<Note> notes, List<Problem> problems) {
  public Imported {
    items = List.copyOf(items);
    notes = List.copyOf(notes);
    problems = List.copyOf(problems);
  }
}
