package dev.roadcase.provisioning;

import dev.roadcase.core.identity.FleetId;
import dev.roadcase.core.identity.KitId;
import dev.roadcase.core.identity.Making;
import dev.roadcase.core.pack.TaxRate;
import dev.roadcase.provisioning.pack.Export;
import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Currency;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * How options are spelled. A word that cannot be meant is a usage error, with what to type instead.
 */
final class Words {
  private static final Pattern PERCENT = Pattern.compile("(\\d{1,3}(\\.\\d{1,4})?) ?%");
  private static final Pattern SPAN = Pattern.compile("(\\d{1,6})(s|m|h|d)");

  private Words() {}

  static void teach(CommandLine commandLine) {
    commandLine.registerConverter(FleetId.class, checked(FleetId::new));
    commandLine.registerConverter(KitId.class, checked(KitId::new));
    commandLine.registerConverter(Making.class, checked(Making::new));
    commandLine.registerConverter(TaxRate.class, checked(Words::taxRate));
    commandLine.registerConverter(Currency.class, checked(Words::currency));
    commandLine.registerConverter(Duration.class, checked(Words::span));
    commandLine.registerConverter(Instant.class, checked(Words::endOfDay));
    commandLine.registerConverter(LocalDate.class, checked(Words::day));
    commandLine.registerConverter(Charset.class, checked(Words::encoding));
    commandLine.registerConverter(Export.class, checked(Words::export));
  }

  static TaxRate taxRate(String text) {
    Matcher percent = PERCENT.matcher(text);
    if (!percent.matches()) {
      throw new IllegalArgumentException(
          "a tax rate is written with its sign, such as 21% or 8.875%, not \"" + text + "\"");
    }
    return new TaxRate(new BigDecimal(percent.group(1)).movePointRight(4).intValueExact());
  }

  /** A rate as people write it: 21 %, 8.875 %. */
  static String percent(TaxRate rate) {
    return BigDecimal.valueOf(rate.partsPerMillion(), 4).stripTrailingZeros().toPlainString()
        + " %";
  }

  private static Currency currency(String text) {
    try {
      Currency currency = Currency.getInstance(text);
      if (currency.getDefaultFractionDigits() >= 0) {
        return currency;
      }
    } catch (IllegalArgumentException e) {
      // Said below, in words.
    }
    throw new IllegalArgumentException(
        "\"" + text + "\" is no currency's ISO 4217 code, such as EUR");
  }

  private static Duration span(String text) {
    Matcher span = SPAN.matcher(text);
    if (!span.matches()) {
      throw new IllegalArgumentException(
          "a span is a number and s, m, h or d, such as 15m, not \"" + text + "\"");
    }
    long n = Long.parseLong(span.group(1));
    return switch (span.group(2)) {
      case "s" -> Duration.ofSeconds(n);
      case "m" -> Duration.ofMinutes(n);
      case "h" -> Duration.ofHours(n);
      default -> Duration.ofDays(n);
    };
  }

  private static Instant endOfDay(String text) {
    return day(text).plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  private static LocalDate day(String text) {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "a date is written as 2026-06-30, not \"" + text + "\"", e);
    }
  }

  private static Charset encoding(String text) {
    try {
      return Charset.forName(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is no encoding, such as windows-1252 or utf-8", e);
    }
  }

  private static Export export(String text) {
    return Arrays.stream(Export.values())
        .filter(export -> export.name().equalsIgnoreCase(text))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "a format is shopify, woocommerce or plain, not \"" + text + "\""));
  }

  private interface Reader<T> {
    T read(String text);
  }

  private static <T> ITypeConverter<T> checked(Reader<T> reader) {
    return text -> {
      try {
        return reader.read(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(String.valueOf(e.getMessage()));
      }
    };
  }
}
