package dev.roadcase.tests.simulation;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Promise 1: what a till has shown stays in the books of its box, and comes to stand upstream. */
final class ShownIsKept {
  private final Map<String, Set<String>> shown = new LinkedHashMap<>();
  private final Set<String> upstream = new LinkedHashSet<>();

  void shown(String kit, String receipt) {
    shown.computeIfAbsent(kit, k -> new LinkedHashSet<>()).add(receipt);
  }

  void arrived(String receipt) {
    upstream.add(receipt);
  }

  /** The box has just opened its doors, or the run is over. */
  void mustStandIn(String kit, Predicate<String> books) {
    for (String receipt : shown.getOrDefault(kit, Set.of())) {
      if (!books.test(receipt)) {
        throw new Broken(
            Promise.SHOWN_IS_KEPT,
            "%s was shown, and is not in the books of %s after a restart",
            receipt,
            kit);
      }
    }
  }

  void lookedUp(String kit, String receipt, boolean found) {
    if (!found) {
      throw new Broken(
          Promise.SHOWN_IS_KEPT, "%s was shown, and %s does not find it", receipt, kit);
    }
  }

  void allUpstream() {
    shown.forEach((kit, receipts) -> {
      for (String receipt : receipts) {
        if (!upstream.contains(receipt)) {
          throw new Broken(
              Promise.SHOWN_IS_KEPT, "%s was shown by %s, and never came upstream", receipt, kit);
        }
      }
    });
  }
}
