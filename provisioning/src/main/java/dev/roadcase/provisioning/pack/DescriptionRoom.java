package dev.roadcase.provisioning.pack;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.roadcase.core.pack.Item;
import dev.roadcase.provisioning.catalogue.Note;
import dev.roadcase.provisioning.catalogue.Reading;
import dev.roadcase.wire.json.Json;
import dev.roadcase.wire.pack.PackFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Room for descriptions. A pack's catalogue has at most {@link PackFile#PART_MAX} octets, and the
 * description stands in it once for each variant; in Thai a letter has three octets. So where all
 * of them do not fit, the longest are cut to one length, the longest at which all fit.
 */
public final class DescriptionRoom {
  /** Left for what a later release may want to add. */
  private static final int SPARE = 64 << 10;

  private DescriptionRoom() {}

  /**
   * Items that fit into a pack.
   *
   * @param note what was cut, where something was
   */
  public record Fitted(List<Item> items, Optional<Note> note) {
    public Fitted {
      items = List.copyOf(items);
    }
  }

  /**
   * Cuts descriptions where they do not fit.
   *
   * @throws IllegalArgumentException when the items do not fit without any
   */
  public static Fitted fit(List<Item> items) {
    // More items than a pack has are refused for that.
    if (items.size() > PackFile.ITEMS_MAX) {
      return new Fitted(items, Optional.empty());
    }
    Map<String, Integer> uses = new HashMap<>();
    items.forEach(item -> uses.merge(item.description(), 1, Integer::sum));
    long bare = PackFile.catalogueSize(items.stream().map(item -> described(item, "")).toList());
    long room = PackFile.PART_MAX - SPARE - bare;
    if (room < 0) {
      throw new IllegalArgumentException(
          "the items have %,d octets without their descriptions, and a pack has at most %,d: leave out items, or pack fewer pictures"
              .formatted(bare, PackFile.PART_MAX - SPARE));
    }
    if (octets(uses, Reading.DESCRIPTION_MAX) <= room) {
      return new Fitted(items, Optional.empty());
    }
    int fits = 0;
    int doesNot = Reading.DESCRIPTION_MAX;
    while (doesNot - fits > 1) {
      int between = (fits + doesNot) / 2;
      if (octets(uses, between) <= room) {
        fits = between;
      } else {
        doesNot = between;
      }
    }
    return cut(items, fits);
  }

  private static Fitted cut(List<Item> items, int length) {
    List<Item> fitted = new ArrayList<>();
    List<String> which = new ArrayList<>();
    Map<String, String> shorter = new HashMap<>();
    for (Item item : items) {
      if (item.description().length() <= length) {
        fitted.add(item);
      } else {
        which.add(item.sku().value());
        fitted.add(
            described(
                item,
                shorter.computeIfAbsent(
                    item.description(), text -> Reading.shortened(text, length))));
      }
    }
    return new Fitted(
        fitted,
        Optional.of(
            Note.of(
                "descriptions-cut",
                "Description cut to %d characters, as all of them do not fit into a pack"
                    .formatted(length),
                "item",
                which)));
  }

  private static long octets(Map<String, Integer> uses, int length) {
    long octets = 0;
    for (Map.Entry<String, Integer> use : uses.entrySet()) {
      String text = Reading.shortened(use.getKey(), length);
      octets += (long) octets(text) * use.getValue();
    }
    return octets;
  }

  /** As the catalogue writes it: letters beyond the first plane as twelve, for instance. */
  private static int octets(String text) {
    try {
      return Json.MAPPER.writeValueAsBytes(text).length;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a text can always be written", e);
    }
  }

  private static Item described(Item item, String description) {
    return new Item(
        item.sku(),
        item.product(),
        item.title(),
        item.options(),
        description,
        item.price(),
        item.taxClass(),
        item.stock(),
        item.pictures());
  }
}
