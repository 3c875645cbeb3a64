package dev.roadcase.provisioning.demo;

import dev.roadcase.core.pack.Item;
import dev.roadcase.core.pack.Seller;
import dev.roadcase.core.pack.Sku;
import dev.roadcase.core.pack.StockShown;
import dev.roadcase.core.pack.TaxRate;
import dev.roadcase.provisioning.catalogue.Imported;
import dev.roadcase.provisioning.catalogue.Shot;
import dev.roadcase.provisioning.catalogue.Terms;
import dev.roadcase.provisioning.demo.drawing.DemoPictures;
import dev.roadcase.provisioning.fleet.Fleet;
import dev.roadcase.provisioning.pack.PackBuild;
import dev.roadcase.provisioning.pack.PackTerms;
import dev.roadcase.provisioning.pictures.Gallery;
import dev.roadcase.provisioning.pictures.GalleryBuild;
import dev.roadcase.provisioning.pictures.ThemeFile;
import dev.roadcase.provisioning.shopify.ProductImport;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The pack that ships: a band's merchandise and a market stall, EUR, 21 % included. One thing is
 * scarce, {@link #SCARCE}; of all else there is enough for a day of two thousand sales.
 */
public final class DemoPack {
  /** The one item that runs out. */
  public static final Sku SCARCE = new Sku("TESTPRESS-20");

  /** How many of it there are. */
  public static final int SCARCE_PIECES = 20;

  private static final String CSV = "products.csv";

  /** The stall has no sales by date; any day will do. */
  private static final LocalDate DAY = LocalDate.EPOCH;

  private static final Currency EUR = Currency.getInstance("EUR");

  private DemoPack() {}

  /** The stall's export, as a shop would hand it over. */
  public static byte[] csv() {
    try (InputStream in = DemoPack.class.getResourceAsStream(CSV)) {
      if (in == null) {
        throw new IllegalStateException(CSV + " ships beside this class");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The stall's items. */
  public static List<Item> items() {
    Imported imported = ProductImport.of(csv(), Terms.of(EUR, Set.of("reduced"), DAY));
    if (!imported.problems().isEmpty()) {
      throw new IllegalStateException(imported.problems().getFirst().in(CSV));
    }
    return imported.items();
  }

  /**
   * Builds version 1 (or the next) for the fleet's one show, and writes it, with pictures that are
   * drawn on the way.
   */
  public static PackBuild.Built build(Fleet fleet, Instant created, Path file) throws IOException {
    Path work = Files.createTempDirectory("roadcase-pictures");
    try {
      Path drawn = Files.createDirectory(work.resolve("drawn"));
      Map<Sku, List<Shot>> shots = DemoPictures.draw(items(), drawn);
      Gallery gallery =
          new GalleryBuild("", List.of(drawn), work.resolve("made"), (done, of) -> {})
              .of(items(), shots, Optional.of(theme(drawn)));
      return new PackBuild(fleet, fleet.show())
          .write(
              new PackBuild.Wares(gallery.items(), gallery.looks(), gallery.assets()),
              terms(created),
              OptionalLong.empty(),
              file);
    } finally {
      delete(work);
    }
  }

  private static ThemeFile theme(Path drawn) {
    return new ThemeFile(
        "The Night Ferry at Quay Street",
        "Shirts, records and lemonade, all weekend",
        "#1f5f5b",
        Optional.of(drawn.resolve(DemoPictures.LOGO)),
        Optional.of(
            new Seller(
                "The Night Ferry Ltd",
                List.of("2 Quay Street", "Port of Nowhere"),
                "XX 000 000 000",
                "crew@nightferry.invalid")),
        StockShown.FEW,
        Optional.empty());
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  private static PackTerms terms(Instant created) {
    return new PackTerms(
        EUR,
        true,
        new TaxRate(210_000),
        Map.of("reduced", new TaxRate(90_000)),
        Duration.ofMinutes(15),
        created);
  }
}
