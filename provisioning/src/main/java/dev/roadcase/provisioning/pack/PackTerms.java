package dev.roadcase.provisioning.pack;

import dev.roadcase.core.pack.Item;
import dev.roadcase.core.pack.TaxRate;
import dev.roadcase.provisioning.catalogue.Terms;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * On what terms a catalogue is sold.
 *
 * @param taxIncluded whether prices contain the tax
 * @param standard the rate of whatever is taxed and not otherwise marked
 * @param taxClasses further classes with their rates
 * @param grace how long a sale at the prices before is still honoured
 * @param created of what moment the catalogue is
 */
public record PackTerms(
    Currency currency,
    boolean taxIncluded,
    TaxRate standard,
    Map<String, TaxRate> taxClasses,
    Duration grace,
    Instant created) {
  public PackTerms {
    taxClasses = Collections.unmodifiableMap(new TreeMap<>(taxClasses));
    if (taxClasses.containsKey(Terms.STANDARD) || taxClasses.containsKey(Terms.NONE)) {
      throw new IllegalArgumentException(
          "the tax classes " + Terms.STANDARD + " and " + Terms.NONE + " have their rates already");
    }
  }

  /** All classes; {@code none} only where something is in it. */
  Map<String, TaxRate> rates(List<Item> items) {
    Map<String, TaxRate> rates = new TreeMap<>(taxClasses);
    rates.put(Terms.STANDARD, standard);
    if (items.stream().anyMatch(item -> item.taxClass().equals(Terms.NONE))) {
      rates.put(Terms.NONE, new TaxRate(0));
    }
    return rates;
  }
}
