package dev.roadcase.provisioning;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code roadcase pack template}. */
@Command(
    name = "template",
    sortOptions = false,
    description = {
      "Prints a plain list to begin with: a header and a few lines, for a spreadsheet.",
      "Whatever is exported elsewhere can be brought into it by its columns.",
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  roadcase pack template > products.csv",
      "  roadcase pack build products.csv --currency EUR --tax 21%% --tax-included"
    })
final class PackTemplateCommand implements Callable<Integer> {
  private static final String LIST =
      """
      sku,title,price,options,stock,tax,images,alt,description
      TEE-S,Tee,25.00,Black / S,10,,tee.jpg,A black tee,Heavy cotton
      TEE-M,Tee,25.00,Black / M,12,,tee.jpg,A black tee,Heavy cotton
      MUG,Mug,12.50,,24,,,,
      STICKER,Sticker,2.00,,,,,,Blank stock: sold without counting
      """;

  private final Surroundings here;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;

  PackTemplateCommand(Surroundings here) {
    this.here = here;
  }

  @Override
  public Integer call() {
    here.out().print(LIST);
    here.out().flush();
    return Exit.FINE;
  }
}
