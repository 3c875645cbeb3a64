package dev.roadcase.provisioning;

import dev.roadcase.core.pack.TaxRate;
import dev.roadcase.provisioning.catalogue.TaxClass;
import dev.roadcase.provisioning.catalogue.Terms;
import dev.roadcase.provisioning.pack.PackTerms;
import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** On what terms a pack is sold: options of {@code pack build}. */
final class TermsOptions {
  @Option(
      names = "--currency",
      paramLabel = "CODE",
      required = true,
      description = "ISO 4217: EUR, USD, JPY …")
  private @Nullable Currency currency;

  @Option(
      names = "--tax",
      paramLabel = "RATE",
      required = true,
      description = "The standard rate, such as 21%%.")
  private @Nullable TaxRate tax;

  @Option(
      names = "--tax-class",
      paramLabel = "CLASS=RATE",
      description =
          "A further class, such as reduced=6%%: for products with the tag tax:reduced, or that the"
              + " export puts into it.")
  private Map<String, TaxRate> taxClasses = new LinkedHashMap<>();

  @ArgGroup private @Nullable Contained contained;

  /** One of the two. */
  static final class Contained {
    @Option(names = "--tax-included", description = "Prices contain the tax.")
    boolean included;

    @Option(names = "--tax-excluded", description = "Tax comes on top (default).")
    boolean excluded;
  }

  @Option(
      names = "--grace",
      paramLabel = "SPAN",
      description = "How long sales at the previous prices are accepted (15m).")
  private Duration grace = Duration.ofMinutes(15);

  Currency currency() {
    return given(currency);
  }

  Set<String> taxClasses() {
    return taxClasses.keySet();
  }

  /** Whether it was said how prices and tax stand to each other. */
  boolean taxWasSaid() {
    return contained != null;
  }

  PackTerms terms(Instant created) {
    return new PackTerms(
        given(currency),
        contained != null && contained.included,
        given(tax),
        taxClasses,
        grace,
        created);
  }

  void requireSensible(CommandSpec spec) {
    for (String name : taxClasses.keySet()) {
      if (!TaxClass.NAME.matcher(name).matches()) {
        throw usage(
            spec,
            "a tax class is named by a-z, 0-9 and hyphens, not \""
                + name
                + "\""
                + TaxClass.named(name)
                    .map(n ->
                        "; give --tax-class " + n + "=…, which is the file's \"" + name + "\" too")
                    .orElse(""));
      }
      if (name.equals(Terms.STANDARD) || name.equals(Terms.NONE)) {
        throw usage(
            spec, "the tax class " + name + " is there already: --tax gives the standard rate");
      }
    }
    if (grace.toDays() > 366) {
      throw usage(spec, "--grace is at most 366d");
    }
  }

  static ParameterException usage(CommandSpec spec, String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private static <T> T given(@Nullable T option) {
    if (option == null) {
      throw new IllegalStateException("picocli requires it");
    }
    return option;
  }
}
