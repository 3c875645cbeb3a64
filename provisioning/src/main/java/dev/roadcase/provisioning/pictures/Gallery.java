package dev.roadcase.provisioning.pictures;

import dev.roadcase.core.pack.AssetId;
import dev.roadcase.core.pack.Item;
import dev.roadcase.core.pack.Looks;
import dev.roadcase.provisioning.catalogue.Note;
import dev.roadcase.wire.pack.AssetSource;
import java.util.List;
import java.util.Optional;

/**
 * What a pack shows: its items with their pictures, the theme, and where the renditions are.
 *
 * @param missing names that the export gives and no file has; all of them
 * @param unclear a sentence for each name that several files may be meant by
 * @param refused a sentence for each file that makes no picture
 */
public record Gallery(
    List<Item> items,
    Optional<Looks> looks,
    AssetSource assets,
    List<String> missing,
    List<String> unclear,
    List<String> refused,
    List<Note> notes) {
  public Gallery {
    items = List.copyOf(items);
    missing = List.copyOf(missing);
    unclear = List.copyOf(unclear);
    refused = List.copyOf(refused);
    notes = List.copyOf(notes);
  }

  /** Text only. */
  public static Gallery none(List<Item> items) {
    return new Gallery(
        items, Optional.empty(), GalleryBuild.NOTHING, List.of(), List.of(), List.of(), List.of());
  }

  static Item showing(Item item, List<AssetId> pictures) {
    return new Item(
        item.sku(),
        item.product(),
        item.title(),
        item.options(),
        item.description(),
        item.price(),
        item.taxClass(),
        item.stock(),
        pictures);
  }
}
