package dev.roadcase.app.training;

import dev.roadcase.core.identity.FleetId;
import dev.roadcase.core.identity.KitId;
import dev.roadcase.core.pack.Item;
import dev.roadcase.core.pack.Money;
import dev.roadcase.core.pack.Quantity;
import dev.roadcase.core.pack.Sku;
import dev.roadcase.core.pack.Stock;
import dev.roadcase.core.pack.TaxRate;
import dev.roadcase.wire.jws.SigningKey;
import dev.roadcase.wire.pack.PackDraft;
import dev.roadcase.wire.pack.PackFile;
import dev.roadcase.wire.x509.FleetRoot;
import dev.roadcase.wire.x509.Issuer;
import dev.roadcase.wire.x509.KitFolder;
import dev.roadcase.wire.x509.Pem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** A fleet of one kit, a pack and a configuration, for as long as the training lasts. */
final class MadeUpShow {
  static final Currency EUR = Currency.getInstance("EUR");
  static final TaxRate TAX = new TaxRate(210_000);
  static final int ITEMS = 200;

  private final Path folder;
  private final SecureRandom chance;
  private final FleetRoot root;

  MadeUpShow(Path folder, SecureRandom chance) throws IOException {
    this.chance = chance;
    this.folder = folder;
    Instant now = Instant.now();
    Issuer fleet = Issuer.root(new FleetId("training"), SigningKey.make(chance), now, chance);
    Issuer show =
        fleet.show("training", SigningKey.make(chance), now.plus(Duration.ofDays(1)), now, chance);
    root = FleetRoot.of(fleet.certificate());
    Path identity = Files.createDirectories(folder.resolve("identity"));
    SigningKey kit = SigningKey.make(chance);
    Pem.write(KitFolder.keyFile(identity), kit);
    Pem.write(
        KitFolder.chainFile(identity),
        List.of(
            show.kit(new KitId("kit-1"), kit.publicKey(), List.of(), List.of(), now, chance),
            show.certificate()));
    Pem.write(KitFolder.rootFile(identity), List.of(fleet.certificate()));
    Files.write(folder.resolve("show.rcpack"), PackFile.write(draft(now), show));
    Files.writeString(
        config(),
        """
        identity = "identity"
        data_dir = "data"
        pack = "show.rcpack"
        mode = "rehearsal"
        [listen]
        https = "127.0.0.1:0"
        http = "127.0.0.1:0"
        admin = "127.0.0.1:0"
        [upstream]
        url = "mqtts://127.0.0.1:9"
        [clock]
        trust = "system"
        [log]
        format = "human"
        """);
  }

  Path config() {
    return folder.resolve("roadcase.toml");
  }

  Path dataDir() {
    return folder.resolve("data");
  }

  FleetRoot root() {
    return root;
  }

  SigningKey newKey() {
    return SigningKey.make(chance);
  }

  static Sku sku(int number) {
    return new Sku("ITEM-" + Math.floorMod(number, ITEMS));
  }

  static long price(Sku sku) {
    return 100 + sku.value().length() * 50L;
  }

  private PackDraft draft(Instant now) {
    return new PackDraft(
        1,
        now,
        EUR,
        true,
        Map.of("standard", TAX),
        Duration.ofMinutes(10),
        SigningKey.make(chance).publicKey(),
        IntStream.range(0, ITEMS).mapToObj(MadeUpShow::item).toList());
  }

  private static Item item(int number) {
    Sku sku = sku(number);
    return new Item(
        sku,
        "product-" + number / 4,
        "Something of the kind " + number / 4,
        List.of("Size " + number % 4),
        "A sentence or two about it, as shops write them. ".repeat(4),
        new Money(price(sku), EUR),
        "standard",
        number % 3 == 0 ? Stock.UNTRACKED : new Stock.Tracked(Quantity.pieces(100_000)));
  }
}
