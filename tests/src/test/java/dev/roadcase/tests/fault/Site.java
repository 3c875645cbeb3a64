package dev.roadcase.tests.fault;

import dev.roadcase.core.identity.FleetId;
import dev.roadcase.core.identity.KitId;
import dev.roadcase.core.pack.Item;
import dev.roadcase.core.pack.Money;
import dev.roadcase.core.pack.Quantity;
import dev.roadcase.core.pack.Sku;
import dev.roadcase.core.pack.Stock;
import dev.roadcase.core.pack.TaxRate;
import dev.roadcase.provisioning.fleet.Fleet;
import dev.roadcase.provisioning.fleet.FleetPlan;
import dev.roadcase.wire.pack.PackDraft;
import dev.roadcase.wire.pack.PackFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A fleet of two kits in a folder, made as a crew makes one, and a pack with much that is nearly
 * sold out.
 */
final class Site {
  static final Currency EUR = Currency.getInstance("EUR");
  static final TaxRate RATE = new TaxRate(210_000);
  static final Sku LEMONADE = new Sku("LEMONADE");
  static final long PRICE = 350;

  /** Of each counted item, so many. Few, so that the last one is always being fought for. */
  static final long PIECES = 10;

  private static final int COUNTED = 300;

  final Path folder;
  final Fleet fleet;
  final List<Sku> counted = new ArrayList<>();
  private final List<Item> items = new ArrayList<>();
  private final SecureRandom chance = new SecureRandom();

  Site(Path folder) throws IOException {
    this.folder = folder;
    Instant now = Instant.now();
    fleet =
        Fleet.init(
            folder.resolve("fleet"),
            FleetPlan.throwAway(new FleetId("fault"), "saturday", now.plus(Duration.ofDays(2))),
            now,
            chance);
    fleet.addKit(new KitId("kit-1"), List.of(), List.of(), now, chance);
    fleet.addKit(new KitId("kit-2"), List.of(), List.of(), now, chance);
    items.add(item(LEMONADE, Stock.UNTRACKED));
    for (int i = 1; i <= COUNTED; i++) {
      Sku sku = new Sku("LAST-%03d".formatted(i));
      counted.add(sku);
      items.add(item(sku, new Stock.Tracked(Quantity.pieces(PIECES))));
    }
    PackDraft draft =
        new PackDraft(
            1,
            now,
            EUR,
            true,
            Map.of("standard", RATE),
            Duration.ZERO,
            fleet.upstream().ackKey().publicKey(),
            items);
    Files.write(folder.resolve("show.rcpack"), PackFile.write(draft, fleet.show()));
  }

  /** What its pack has on offer. */
  List<Item> items() {
    return List.copyOf(items);
  }

  /** What there is of each counted item, in thousandths, for the checker. */
  Map<String, Long> rights() {
    return counted.stream().collect(Collectors.toMap(Sku::value, sku -> PIECES * 1000));
  }

  /** Of a box of this site, in bytes. */
  long reserve() {
    return 1 << 20;
  }

  /** The trust anchor, in PEM. */
  Path trust() {
    return fleet.folder().resolve("fleet.pem");
  }

  /** Where a box of this site starts from. */
  Path config(String name, String kit, Path data, String https) throws IOException {
    return Files.writeString(
        folder.resolve(name + ".toml"),
        """
        identity = "%s"
        data_dir = "%s"
        mode = "rehearsal"
        pack = "%s"

        [listen]
        https = "%s"
        http = "127.0.0.1:0"
        admin = "127.0.0.1:0"

        [clock]
        trust = "system"

        [disk]
        low_water = "6MiB"
        reserve = "1MiB"

        [auth]
        issuer = "https://localhost"
        """
            .formatted(
                fleet.kitFolder(new KitId(kit)), data, folder.resolve("show.rcpack"), https));
  }

  private static Item item(Sku sku, Stock stock) {
    return new Item(
        sku,
        sku.value().toLowerCase(),
        sku.value(),
        List.of(),
        "",
        new Money(PRICE, EUR),
        "standard",
        stock);
  }
}
