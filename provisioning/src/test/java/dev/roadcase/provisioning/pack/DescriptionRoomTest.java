package dev.roadcase.provisioning.pack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.roadcase.core.pack.AssetId;
import dev.roadcase.core.pack.Item;
import dev.roadcase.core.pack.Money;
import dev.roadcase.core.pack.Sku;
import dev.roadcase.core.pack.Stock;
import dev.roadcase.wire.pack.PackFile;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DescriptionRoomTest {
  private static final Currency EUR = Currency.getInstance("EUR");

  @Test
  void whatFitsStaysAsItIs() {
    List<Item> items = items(100, "Heavy cotton. ");
    assertSame(items.getFirst(), DescriptionRoom.fit(items).items().getFirst());
    assertTrue(DescriptionRoom.fit(items).note().isEmpty());
  }

  /** In Latin, Cyrillic, Thai, with signs that JSON escapes, and of two chars a letter. */
  @ParameterizedTest
  @ValueSource(strings = {"cotton", "хлопок", "ผ้าฝ้าย", "\"\\\n", "🎸"})
  void whatDoesNotFitIsCutToTheLongestThatDoes(String word) {
    List<Item> items = items(6_000, word.repeat(4_000 / word.length()));
    DescriptionRoom.Fitted fitted = DescriptionRoom.fit(items);
    long size = PackFile.catalogueSize(fitted.items());
    assertTrue(size <= PackFile.PART_MAX, size + " octets");
    assertTrue(size > PackFile.PART_MAX - (256 << 10), size + " octets leave room");
    assertEquals(6_000, fitted.note().orElseThrow().which().size());
    assertTrue(fitted.items().getFirst().description().endsWith("…"));
  }

  @Test
  void shortOnesAreNotCutForLongOnes() {
    List<Item> items = new ArrayList<>(items(6_000, "long ".repeat(800)));
    items.set(17, item(17, "short", 0));
    DescriptionRoom.Fitted fitted = DescriptionRoom.fit(items);
    assertEquals("short", fitted.items().get(17).description());
    assertEquals(5_999, fitted.note().orElseThrow().which().size());
  }

  @Test
  void itemsThatDoNotFitWithoutAnyAreRefusedWithWhatToDo() {
    List<Item> items = new ArrayList<>();
    for (int i = 0; i < PackFile.ITEMS_MAX; i++) {
      items.add(item(i, "x", 20));
    }
    String why =
        assertThrows(IllegalArgumentException.class, () -> DescriptionRoom.fit(items)).getMessage();
    assertTrue(why.contains("leave out items, or pack fewer pictures"), why);
  }

  private static List<Item> items(int many, String description) {
    List<Item> items = new ArrayList<>();
    for (int i = 0; i < many; i++) {
      items.add(item(i, description, 0));
    }
    return items;
  }

  private static Item item(int number, String description, int pictures) {
    List<AssetId> shown = new ArrayList<>();
    for (int i = 0; i < pictures; i++) {
      shown.add(new AssetId("%064x".formatted(number * 100L + i)));
    }
    return new Item(
        new Sku("S-" + number),
        "product",
        "Title",
        List.of(String.valueOf(number)),
        description,
        new Money(100, EUR),
        "standard",
        Stock.UNTRACKED,
        shown);
  }
}
