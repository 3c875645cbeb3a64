package dev.roadcase.app.screens;

import dev.roadcase.app.disk.DiskSize;
import dev.roadcase.core.fact.Mode;
import dev.roadcase.core.fact.Now;
import dev.roadcase.core.ledger.Copies;
import dev.roadcase.core.pack.Money;
import dev.roadcase.core.pack.TaxRate;
import java.math.BigDecimal;
import java.text.NumberFormat;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Numbers, times and money as people say them. English; translations come with the pack later. */
final class Words {
  /** A space where no line may break: between a number and its unit. */
  static final String NB = "\u00a0";

  private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
  private static final DateTimeFormatter DAY_AND_CLOCK =
      DateTimeFormatter.ofPattern("d MMM yyyy, HH:mm", Locale.ENGLISH);

  /** What stands before a sign to tell one country's dollar from another's. */
  private static final Pattern COUNTRY = Pattern.compile("^\\p{Lu}{2}(?=\\P{L})");

  private static final Pattern DIRECTIONS =
      Pattern.compile("[\\u061c\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u2069]");

  private Words() {}

  static String count(long n) {
    return String.format(Locale.ROOT, "%,d", n);
  }

  /** "1 hold", "2 holds". */
  static String counted(long n, String one, String many) {
    return count(n) + " " + (n == 1 ? one : many);
  }

  /** "12 s", "4 min", "3 h 10 min", "2 d 4 h". */
  static String span(Duration time) {
    long seconds = Math.max(0, time.toSeconds());
    if (seconds < 60) {
      return seconds + NB + "s";
    }
    if (seconds < 3600) {
      return seconds / 60 + NB + "min";
    }
    if (seconds < 86_400) {
      long minutes = seconds / 60 % 60;
      return seconds / 3600 + NB + "h" + (minutes == 0 ? "" : NB + minutes + NB + "min");
    }
    long hours = seconds / 3600 % 24;
    return seconds / 86_400 + NB + "d" + (hours == 0 ? "" : NB + hours + NB + "h");
  }

  static String bytes(long n) {
    return DiskSize.words(n).replace(" ", NB);
  }

  /**
   * "€25.00", "¥2,500", "KWD 2.500": with as many decimals as the currency has (ISO 4217), and its
   * sign in front. A currency that has no sign of its own is named by its code, a space apart.
   */
  static String money(Money amount) {
    int digits = Math.max(0, amount.currency().getDefaultFractionDigits());
    NumberFormat format = NumberFormat.getNumberInstance(Locale.UK);
    format.setMinimumFractionDigits(digits);
    format.setMaximumFractionDigits(digits);
    String number = format.format(BigDecimal.valueOf(Math.abs(amount.minor()), digits));
    return (amount.minor() < 0 ? "−" : "") + sign(amount.currency()) + number;
  }

  /** A shop has one currency: its dollar needs no country before it. */
  private static String sign(Currency currency) {
    String sign = COUNTRY.matcher(currency.getSymbol(Locale.UK)).replaceFirst("");
    boolean letters = Character.isLetter(sign.codePointBefore(sign.length()));
    return letters ? currency.getCurrencyCode() + NB : sign;
  }

  /** "21 %". */
  static String percent(TaxRate rate) {
    return BigDecimal.valueOf(rate.partsPerMillion(), 4).stripTrailingZeros().toPlainString()
        + NB
        + "%";
  }

  static String clock(Now now, ZoneId zone) {
    return CLOCK.format(Instant.ofEpochMilli(now.wall()).atZone(zone));
  }

  static String dayAndClock(Now now, ZoneId zone) {
    return DAY_AND_CLOCK.format(Instant.ofEpochMilli(now.wall()).atZone(zone));
  }

  /** "22 Nov 2026, 14:02 (Europe/Amsterdam, UTC+1)": a time that counts anywhere. */
  static String moment(Now now, ZoneId zone) {
    ZoneOffset offset = zone.getRules().getOffset(Instant.ofEpochMilli(now.wall()));
    String name = zone.getId();
    String utc = offset.equals(ZoneOffset.UTC) ? "UTC" : "UTC" + hours(offset);
    boolean named = !(zone instanceof ZoneOffset) && !name.equals("UTC") && !name.equals("Etc/UTC");
    return dayAndClock(now, zone) + (named ? " (" + name + ", " + utc + ")" : " " + utc);
  }

  private static String hours(ZoneOffset offset) {
    int minutes = Math.abs(offset.getTotalSeconds()) / 60;
    return (offset.getTotalSeconds() < 0 ? "−" : "+")
        + minutes / 60
        + (minutes % 60 == 0 ? "" : ":%02d".formatted(minutes % 60));
  }

  /** What a mode means for the one who reads it. */
  static String mode(Mode mode) {
    return switch (mode) {
      case LIVE -> "LIVE";
      case REHEARSAL -> "REHEARSAL – no real sales";
      case DEMO -> "DEMO – make-believe, no real sales";
    };
  }

  /** The same for visitors, who take a live page for granted: nothing when it is live. */
  static String banner(Mode mode) {
    return mode == Mode.LIVE ? "" : mode(mode);
  }

  static String copies(Copies copies) {
    return switch (copies) {
      case ONE -> "1 copy, only here";
      case TWO -> "2 copies, here and a peer";
      case UPSTREAM -> "safe upstream";
    };
  }

  /** "a", "a and b", "a, b and c". */
  static String all(List<String> parts) {
    if (parts.size() < 2) {
      return String.join("", parts);
    }
    return String.join(", ", parts.subList(0, parts.size() - 1)) + " and " + parts.getLast();
  }

  /**
   * A name that a stranger has given, without the marks that would turn around what stands beside
   * it (Unicode Standard Annex 9, section 2). Escaping is the template's.
   */
  static String stranger(String name) {
    String plain = DIRECTIONS.matcher(name).replaceAll("").strip();
    return plain.isEmpty() ? "(no name)" : plain;
  }

  static String sentence(String words) {
    return words.isEmpty() ? words : Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }
}
