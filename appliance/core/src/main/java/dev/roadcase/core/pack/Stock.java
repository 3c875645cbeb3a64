package dev.roadcase.core.pack;

/** How many of an item may be sold. */
public sealed interface Stock {
  /** Sold without counting: services, drinks on tap, "continue selling when out of stock". */
  record Untracked() implements Stock {}

  /**
   * The opening allotment that the pack grants to the site. A later pack of the same show grants or
   * withdraws the difference, never the whole again.
   */
  record Tracked(Quantity opening) implements Stock {}

  Stock UNTRACKED = new Untracked();
}
