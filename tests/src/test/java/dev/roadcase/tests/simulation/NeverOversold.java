package dev.roadcase.tests.simulation;

import java.util.LinkedHashMap;
import java.util.Map;

/** Promise 3, for a lone box: of a counted item no more is sold than packs have allotted. */
final class NeverOversold {
  private final Map<String, Long> allotted = new LinkedHashMap<>();
  private final Map<String, Long> shown = new LinkedHashMap<>();
  private final Map<String, Long> upstream = new LinkedHashMap<>();

  /** A pack that shrinks an allotment does not take back what was sold. */
  void allotted(String kit, Map<String, Long> pieces) {
    pieces.forEach((sku, count) -> allotted.merge(kit + " " + sku, count, Math::max));
  }

  void shown(String kit, Map<String, Long> pieces) {
    count("shown as sold", shown, kit, pieces);
  }

  void arrived(String kit, Map<String, Long> pieces) {
    count("booked as sold", upstream, kit, pieces);
  }

  private void count(String how, Map<String, Long> sold, String kit, Map<String, Long> pieces) {
    pieces.forEach((sku, count) -> {
      String item = kit + " " + sku;
      Long most = allotted.get(item);
      long now = sold.merge(item, count, Long::sum);
      if (most != null && now > most) {
        throw new Broken(
            Promise.NEVER_OVERSOLD, "%s: %d pieces %s, %d allotted", item, now, how, most);
      }
    });
  }
}
