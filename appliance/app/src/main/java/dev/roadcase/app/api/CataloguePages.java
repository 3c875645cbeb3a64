package dev.roadcase.app.api;

import dev.roadcase.core.pack.AssetId;
import dev.roadcase.core.pack.Item;
import dev.roadcase.core.pack.Pack;
import dev.roadcase.core.pack.Picture;
import java.util.List;

/**
 * Where the pages of a catalogue end: after so many items, or before they are too long. Out of the
 * pack alone, so that a cursor means the same whatever was sold in between.
 */
final class CataloguePages {
  /** Octets of the items of one page; one item alone may be longer. */
  static final int OCTETS = 256 << 10;

  /** What a page has besides its items, and an item besides its texts and pictures, at most. */
  private static final int FRAME = 1_024;

  private static final int ITEM = 320;
  private static final int RENDITION = 192;

  private final List<Item> items;
  private final int[] weights;

  private CataloguePages(List<Item> items, int[] weights) {
    this.items = items;
    this.weights = weights;
  }

  static CataloguePages of(Pack pack, List<Item> items) {
    int[] weights = new int[items.size()];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = weight(pack, items.get(i));
    }
    return new CataloguePages(items, weights);
  }

  /**
   * Behind the last item of the page that begins there.
   *
   * @param limit items at most
   */
  int end(int from, int limit) {
    int begin = Math.min(from, items.size());
    int most = (int) Math.min(items.size(), (long) begin + limit);
    long octets = FRAME;
    int at = begin;
    while (at < most && (at == begin || octets + weights[at] <= OCTETS)) {
      octets += weights[at++];
    }
    return at;
  }

  /** Whether whoever follows {@code next} from the beginning comes by there. */
  boolean begins(int from, int limit) {
    int at = 0;
    while (at < from) {
      at = end(at, limit);
      if (at >= items.size()) {
        return false;
      }
    }
    return at == from;
  }

  /** Octets as JSON, at most. */
  private static int weight(Pack pack, Item item) {
    long octets = ITEM + json(item.title()) + json(item.description()) + json(item.product());
    octets += json(item.sku().value()) + json(item.taxClass());
    for (String option : item.options()) {
      octets += 3 + json(option);
    }
    for (AssetId id : item.pictures()) {
      Picture picture = pack.looks().pictures().get(id);
      octets += 64;
      if (picture != null) {
        octets += json(picture.alt()) + (long) RENDITION * picture.renditions().size();
      }
    }
    return (int) Math.min(Integer.MAX_VALUE, octets);
  }

  /** Escapes of JSON have up to six octets, and the rest of UTF-8 three for each char. */
  private static long json(String text) {
    long octets = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x20) {
        octets += 6;
      } else if (c == '"' || c == '\\') {
        octets += 2;
      } else {
        octets += c < 0x80 ? 1 : c < 0x800 ? 2 : 3;
      }
    }
    return octets;
  }
}
