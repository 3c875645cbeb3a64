package dev.roadcase.tests.bench;

import dev.roadcase.core.identity.DeviceId;
import dev.roadcase.core.identity.FleetId;
import dev.roadcase.core.identity.KitId;
import dev.roadcase.core.pack.AssetId;
import dev.roadcase.core.pack.Item;
import dev.roadcase.core.pack.Looks;
import dev.roadcase.core.pack.Pack;
import dev.roadcase.core.pack.Picture;
import dev.roadcase.core.pack.Quantity;
import dev.roadcase.core.pack.Sku;
import dev.roadcase.core.pack.Stock;
import dev.roadcase.core.pack.TaxRate;
import dev.roadcase.core.pack.Theme;
import dev.roadcase.core.sale.DeviceSequence;
import dev.roadcase.core.sale.Line;
import dev.roadcase.core.sale.Sale;
import dev.roadcase.core.sale.Tender;
import dev.roadcase.provisioning.demo.DemoPack;
import dev.roadcase.provisioning.fleet.Fleet;
import dev.roadcase.provisioning.fleet.FleetPlan;
import dev.roadcase.provisioning.pack.PackBuild;
import dev.roadcase.provisioning.pack.PackTerms;
import dev.roadcase.wire.fact.SaleJson;
import dev.roadcase.wire.jws.CompactJws;
import dev.roadcase.wire.jws.SigningKey;
import dev.roadcase.wire.pack.PackFile;
import dev.roadcase.wire.x509.FleetRoot;
import dev.roadcase.wire.x509.KitFolder;
import java.io.BufferedWriter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Currency;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * What outlives a round: a throw-away fleet, a pack of which there is enough of everything, the
 * tills' keys, and their sales, signed before anybody looks at a watch.
 */
final class Stall {
  static final int TILLS = 64;

  /** Octets: what a product's picture has in a list, and on its own page. */
  static final List<Integer> PICTURES = List.of(4 << 10, 100 << 10);

  private static final int LINES = 3;
  private static final long PIECES = 1_000_000;
  private static final int SIGNED_AT_ONCE = 4096;

  private final Path folder;
  private final KitFolder kit;
  private final FleetRoot root;
  private final Pack pack;
  private final List<SigningKey> tills;

  private Stall(Path folder, KitFolder kit, FleetRoot root, Pack pack, List<SigningKey> tills) {
    this.folder = folder;
    this.kit = kit;
    this.root = root;
    this.pack = pack;
    this.tills = tills;
  }

  static Stall in(Path folder) throws IOException {
    return in(folder, 0);
  }

  /** With so many products more, each with a description of 1,500 letters. */
  static Stall in(Path folder, int talkative) throws IOException {
    SecureRandom chance = new SecureRandom();
    Instant now = Instant.now();
    Fleet fleet =
        Fleet.init(
            folder.resolve("fleet"),
            FleetPlan.throwAway(new FleetId("bench"), "saturday", now.plus(Duration.ofDays(2))),
            now,
            chance);
    KitFolder kit = fleet.addKit(new KitId("kit-1"), List.of(), List.of(), now, chance);
    Path file = folder.resolve("show.rcpack");
    new PackBuild(fleet, fleet.show())
        .write(wares(talkative), terms(now), OptionalLong.empty(), file);
    Pack pack = PackFile.read(file, fleet.root(), now.toEpochMilli(), now.toEpochMilli()).value();
    List<SigningKey> tills =
        IntStream.range(0, TILLS).mapToObj(i -> SigningKey.make(chance)).toList();
    return new Stall(folder, kit, fleet.root(), pack, tills);
  }

  Path folder() {
    return folder;
  }

  KitFolder kit() {
    return kit;
  }

  FleetRoot root() {
    return root;
  }

  Path rootFile() {
    return kit.rootFile();
  }

  Path packFile() {
    return folder.resolve("show.rcpack");
  }

  Path salesFile() {
    return folder.resolve("sales");
  }

  int items() {
    return pack.items().size();
  }

  /** What is on offer, in the order of the pack. */
  List<Item> wareList() {
    return List.copyOf(pack.items().values());
  }

  /** The asset of so many octets; one of {@link #PICTURES}. */
  AssetId picture(int octets) {
    return pack.looks().pictures().values().stream()
        .flatMap(picture -> picture.renditions().stream())
        .filter(rendition -> rendition.size() == octets)
        .findFirst()
        .orElseThrow()
        .id();
  }

  List<SigningKey> tills() {
    return tills;
  }

  /** Signs {@code n} sales of three lines; a line of the file is a till's number and its JWS. */
  void sign(int n) throws IOException {
    List<Item> items = new ArrayList<>(pack.items().values());
    try (BufferedWriter out = Files.newBufferedWriter(salesFile(), StandardCharsets.US_ASCII)) {
      for (int from = 0; from < n; from += SIGNED_AT_ONCE) {
        List<String> some =
            IntStream.range(from, Math.min(n, from + SIGNED_AT_ONCE))
                .parallel()
                .mapToObj(i -> (i % TILLS) + " " + signed(i, items))
                .toList();
        for (String one : some) {
          out.write(one);
          out.write('\n');
        }
      }
    }
  }

  private String signed(int number, List<Item> items) {
    SplittableRandom taste = new SplittableRandom(number);
    SigningKey key = tills.get(number % TILLS);
    DeviceId id = DeviceId.of(key.publicKey());
    List<Line> lines = new ArrayList<>();
    long total = 0;
    for (int i = 0; i < LINES; i++) {
      Item item = items.get(taste.nextInt(items.size()));
      Quantity quantity = Quantity.pieces(1 + taste.nextInt(2));
      long amount = TaxRate.extend(item.price().minor(), quantity);
      lines.add(
          new Line(
              item.sku(), quantity, item.price().minor(), pack.rateOf(item).containedIn(amount)));
      total += amount;
    }
    byte[] nonce = new byte[16];
    taste.nextBytes(nonce);
    Sale sale =
        new Sale(
            new DeviceSequence(id, 1 + number / TILLS),
            Base64.getUrlEncoder().withoutPadding().encodeToString(nonce),
            pack.version(),
            lines,
            Tender.EXTERNAL,
            total,
            pack.currency());
    return CompactJws.sign(key, SaleJson.SALE_TYP, id.value(), SaleJson.write(sale));
  }

  /**
   * Something of everything, and on the first item pictures of exactly the sizes that are asked.
   */
  private static PackBuild.Wares wares(int talkative) {
    Map<AssetId, byte[]> files = new LinkedHashMap<>();
    List<Picture.Rendition> renditions = new ArrayList<>();
    for (int size : PICTURES) {
      byte[] noise = new byte[size];
      new Random(size).nextBytes(noise);
      AssetId id = hash(noise);
      files.put(id, noise);
      renditions.add(new Picture.Rendition(id, "image/jpeg", size / 64, size / 64, size));
    }
    Picture picture =
        new Picture(hash("a crate".getBytes(StandardCharsets.US_ASCII)), "A crate", renditions);
    List<Item> items = new ArrayList<>(plenty());
    Item first = items.getFirst();
    items.set(
        0,
        new Item(
            first.sku(),
            first.product(),
            first.title(),
            first.options(),
            first.description(),
            first.price(),
            first.taxClass(),
            first.stock(),
            List.of(picture.source())));
    Random chance = new Random(talkative);
    for (int i = 0; i < talkative; i++) {
      StringBuilder text = new StringBuilder();
      while (text.length() < 1_500) {
        text.append(Integer.toString(chance.nextInt(60_000), 36)).append(' ');
      }
      items.add(
          new Item(
              new Sku("TALK-" + i),
              "talkative-" + i,
              "Talkative product " + i,
              List.of(),
              text.toString(),
              first.price(),
              first.taxClass(),
              first.stock(),
              List.of()));
    }
    return new PackBuild.Wares(
        items,
        Optional.of(new Looks(Theme.plain("saturday"), Map.of(picture.source(), picture))),
        id -> new ByteArrayInputStream(Objects.requireNonNull(files.get(id))));
  }

  private static AssetId hash(byte[] content) {
    try {
      return new AssetId(
          HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static List<Item> plenty() {
    return DemoPack.items().stream()
        .map(item ->
            new Item(
                item.sku(),
                item.product(),
                item.title(),
                item.options(),
                item.description(),
                item.price(),
                item.taxClass(),
                new Stock.Tracked(Quantity.pieces(PIECES))))
        .toList();
  }

  private static PackTerms terms(Instant created) {
    return new PackTerms(
        Currency.getInstance("EUR"),
        true,
        new TaxRate(210_000),
        Map.of("reduced", new TaxRate(90_000)),
        Duration.ofMinutes(15),
        created);
  }
}
