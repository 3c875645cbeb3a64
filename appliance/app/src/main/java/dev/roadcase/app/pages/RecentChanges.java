package dev.roadcase.app.pages;

import dev.roadcase.app.screens.PricePage.Change;
import dev.roadcase.app.screens.PricePage.Listed;
import dev.roadcase.core.pack.Pack;
import dev.roadcase.core.pack.Sku;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The last changes of prices, so that a slip can be taken back with one tap. Of this run of the box
 * alone: what was changed before a restart stands in the journal, and is changed back by hand.
 */
final class RecentChanges {
  private static final int KEPT = 10;

  private final Deque<Change> changes = new ArrayDeque<>();

  synchronized void add(Change change) {
    changes.addFirst(change);
    if (changes.size() > KEPT) {
      changes.removeLast();
    }
  }

  /**
   * All of them, the newest first. What was changed since, or by a new pack, cannot be taken back.
   */
  synchronized List<Listed> of(Pack pack) {
    Set<String> newer = new HashSet<>();
    List<Listed> listed = new ArrayList<>();
    for (Change change : changes) {
      boolean newest = Collections.disjoint(newer, change.skus());
      listed.add(new Listed(change, newest && stands(change, pack)));
      newer.addAll(change.skus());
    }
    return List.copyOf(listed);
  }

  private static boolean stands(Change change, Pack pack) {
    return change.skus().stream()
        .allMatch(
            sku -> pack.item(new Sku(sku)).filter(i -> i.price().equals(change.now())).isPresent());
  }
}
