package dev.roadcase.provisioning;

import dev.roadcase.provisioning.catalogue.Imported;
import dev.roadcase.provisioning.catalogue.Terms;
import dev.roadcase.provisioning.pack.Export;
import dev.roadcase.provisioning.sheet.Sheet;
import java.nio.charset.Charset;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How an export is read: options of {@code pack build}. */
final class ImportOptions {
  @Option(
      names = "--format",
      paramLabel = "KIND",
      description = "shopify, woocommerce or plain; recognised by its header.")
  private @Nullable Export format;

  @Option(
      names = "--encoding",
      paramLabel = "NAME",
      description = "Its character encoding, such as windows-1252 (UTF-8).")
  private @Nullable Charset encoding;

  @Option(names = "--decimal-comma", description = "Its prices are written 1.234,50.")
  private boolean decimalComma;

  @Option(
      names = "--on",
      paramLabel = "DATE",
      description = "The day whose sale prices count, such as 2026-06-30 (the export's own).")
  private @Nullable LocalDate on;

  @Option(
      names = "--lenient",
      description = "Leaves out the rows that cannot be read, and lists them.")
  private boolean lenient;

  @Option(names = "--unpublished-too", description = "Takes products that the online store hides.")
  private boolean unpublishedToo;

  @Option(names = "--distinct-skus", description = "Replaces a SKU that a second variant has too.")
  private boolean distinctSkus;

  Imported read(byte[] csv, TermsOptions sold, Instant created) {
    Sheet sheet = Sheet.read(csv, Optional.ofNullable(encoding));
    Terms terms =
        new Terms(
            sold.currency(),
            sold.taxClasses(),
            unpublishedToo,
            distinctSkus,
            decimalComma,
            on == null ? LocalDate.ofInstant(created, ZoneOffset.UTC) : on);
    return format == null ? Export.readAny(sheet, terms) : format.read(sheet, terms);
  }

  /** Whether what was read may be packed: all of it is good, or the rest of it is to be. */
  boolean takes(Imported imported) {
    return imported.problems().isEmpty() || (lenient && !imported.items().isEmpty());
  }
}
