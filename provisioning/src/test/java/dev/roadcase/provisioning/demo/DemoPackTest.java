package dev.roadcase.provisioning.demo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.roadcase.core.identity.FleetId;
import dev.roadcase.core.pack.Item;
import dev.roadcase.core.pack.Pack;
import dev.roadcase.core.pack.Quantity;
import dev.roadcase.core.pack.Stock;
import dev.roadcase.core.pack.TaxRate;
import dev.roadcase.provisioning.fleet.Fleet;
import dev.roadcase.provisioning.fleet.FleetPlan;
import dev.roadcase.wire.pack.PackFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoPackTest {
  private static final Instant NOW = Instant.parse("2026-06-01T10:00:00Z");

  @TempDir Path home;

  @Test
  void theDemoPackIsTakenByABoxOfItsFleet() throws Exception {
    Fleet fleet =
        Fleet.init(
            home.resolve("fleet"),
            FleetPlan.throwAway(new FleetId("demo"), "demo-day", NOW.plus(Duration.ofDays(1))),
            NOW,
            new SecureRandom());
    Path file = home.resolve("demo.rcpack");
    DemoPack.build(fleet, NOW, file);
    Pack pack = PackFile.read(file, fleet.root(), NOW.toEpochMilli(), NOW.toEpochMilli()).value();
    assertEquals("EUR", pack.currency().getCurrencyCode());
    assertTrue(pack.taxIncluded());
    assertEquals(new TaxRate(210_000), pack.taxRates().get("standard"));
    assertEquals(1, pack.version());
    assertEquals(fleet.upstream().ackKey().publicKey(), pack.upstreamKey());

    byte[] first = Files.readAllBytes(file);
    DemoPack.build(fleet, NOW, file);
    assertArrayEquals(first, Files.readAllBytes(file));
  }

  @Test
  void exactlyOneThingIsScarceAndThereIsEnoughOfTheRest() {
    List<Item> items = DemoPack.items();
    assertTrue(items.size() >= 50 && items.size() <= 70, "" + items.size());
    assertTrue(items.stream().map(Item::product).distinct().count() >= 20);
    long others = 0;
    for (Item item : items) {
      if (item.sku().equals(DemoPack.SCARCE)) {
        assertEquals(new Stock.Tracked(Quantity.pieces(DemoPack.SCARCE_PIECES)), item.stock());
        assertEquals("Signed Test Pressing", item.title());
      } else if (item.stock() instanceof Stock.Tracked(Quantity opening)) {
        assertTrue(opening.covers(Quantity.pieces(300)), item.label());
        others += opening.milli() / 1000;
      }
    }
    assertTrue(others >= 5_000, "" + others);
    assertTrue(items.stream().anyMatch(i -> i.stock() instanceof Stock.Untracked));
    Map<String, Long> classes =
        items.stream()
            .collect(
                java.util.stream.Collectors.groupingBy(
                    Item::taxClass, java.util.stream.Collectors.counting()));
    assertEquals(java.util.Set.of("standard", "reduced", "none"), classes.keySet());
  }
}
