package dev.roadcase.provisioning.catalogue;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How a file's name of a tax class and that of {@code --tax-class} meet: {@code Reduced Rate} is
 * {@code reduced-rate}, and {@code 7%} is {@code 7}.
 */
public final class TaxClass {
  /** How a class is named: 1 to 32 of a–z, 0–9 and hyphens. */
  public static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,31}");

  private static final Pattern RATE = Pattern.compile("\\d{1,2}([.,]\\d{1,4})?\\h*%");

  private TaxClass() {}

  /** The name for what a file writes; nothing when no letter of it can stand in a name. */
  public static Optional<String> named(String written) {
    String name = MadeSku.slug(written);
    String within = name.length() > 32 ? name.substring(0, 32) : name;
    return Optional.of(within).filter(n -> NAME.matcher(n).matches());
  }

  /** What gives a class a rate, for people. */
  static String howToGive(String written) {
    String rate = RATE.matcher(written).matches() ? written.replaceAll("\\h", "") : "RATE";
    return named(written)
        .map(name -> "--tax-class " + name + "=" + rate.replace(',', '.') + " gives it a rate")
        .orElse(
            "write a word of a to z in the file, such as reduced, and give --tax-class"
                + " reduced=RATE");
  }
}
