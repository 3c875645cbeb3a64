package dev.roadcase.provisioning;

import dev.roadcase.provisioning.catalogue.Imported;
import dev.roadcase.provisioning.catalogue.Terms;
import dev.roadcase.provisioning.pack.Export;
import dev.roadcase.provisioning.sheet.Problem;
import dev.roadcase.provisioning.sheet.Sheet;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
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

  @Option(
      names = "--round-prices",
      description = "Rounds prices with more decimals than the currency has, and says so.")
  private boolean roundPrices;

  /** Reads files, all of one kind, as one; their names are told where there are several. */
  Imported read(List<Path> files, TermsOptions sold, Instant created) throws IOException {
    long together = 0;
    for (Path file : files) {
      together += Files.size(file);
    }
    // Before they are read: what is too long does not fit into memory either.
    if (together > Sheet.SIZE_MAX) {
      return Imported.refused(
          new Problem(
              0,
              "",
              "%,d bytes are too much; %,d are read, of all files together: leave out what is not sold at the show"
                  .formatted(together, Sheet.SIZE_MAX)));
    }
    List<Sheet> sheets = new ArrayList<>();
    for (Path file : files) {
      String name = files.size() == 1 ? "" : file.toString();
      sheets.add(Sheet.read(name, Files.readAllBytes(file), Optional.ofNullable(encoding)));
    }
    Terms terms =
        new Terms(
            sold.currency(),
            sold.taxClasses(),
            unpublishedToo,
            distinctSkus,
            decimalComma,
            roundPrices,
            on == null ? LocalDate.ofInstant(created, ZoneOffset.UTC) : on);
    return format == null ? Export.readAny(sheets, terms) : format.read(sheets, terms);
  }

  /** Whether what was read may be packed: all of it is good, or the rest of it is to be. */
  boolean takes(Imported imported) {
    return imported.problems().isEmpty() || (lenient && !imported.items().isEmpty());
  }
}
