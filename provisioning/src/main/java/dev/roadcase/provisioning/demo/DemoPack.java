package dev.roadcase.provisioning.demo;

import dev.roadcase.core.pack.Item;
import dev.roadcase.core.pack.Sku;
import dev.roadcase.core.pack.TaxRate;
import dev.roadcase.provisioning.catalogue.Imported;
import dev.roadcase.provisioning.catalogue.Terms;
import dev.roadcase.provisioning.fleet.Fleet;
import dev.roadcase.provisioning.pack.PackBuild;
import dev.roadcase.provisioning.pack.PackTerms;
import dev.roadcase.provisioning.shopify.ProductImport;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

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

  /** Builds version 1 (or the next) for the fleet's one show, and writes it. */
  public static PackBuild.Built build(Fleet fleet, Instant created, Path file) throws IOException {
    return new PackBuild(fleet, fleet.show())
        .write(PackBuild.Wares.of(items()), terms(created), OptionalLong.empty(), file);
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
