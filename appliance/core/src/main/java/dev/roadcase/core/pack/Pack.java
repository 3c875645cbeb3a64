package dev.roadcase.core.pack;

import dev.roadcase.core.identity.FleetId;
import dev.roadcase.core.identity.PublicKey;
import java.time.Duration;
import java.util.Collections;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What makes a box ready for a show: the catalogue with its prices, taxes and opening stock, and
 * the public keys that the box is to trust.
 *
 * @param version rises with every build of one show's pack; a sale names the version whose prices
 *     it was signed against
 * @param taxIncluded whether prices contain the tax (most of the world) or it comes on top (the US)
 * @param taxRates by class; every item's class is a key
 * @param grace how long a sale signed against the version before is still honoured
 * @param items by SKU, in the order of the shop's export
 * @param upstreamKey verifies the upstream's acks
 * @param looks its pictures and its theme
 * @param roster who may do what, and whose PIN counts; never shown to visitors
 * @param revocations whose keys count no more
 */
public record Pack(
    PackId id,
    FleetId fleet,
    String show,
    long version,
    Currency currency,
    boolean taxIncluded,
    Map<String, TaxRate> taxRates,
    Duration grace,
    PublicKey upstreamKey,
    Map<Sku, Item> items,
    Looks looks,
    Roster roster,
    Revocations revocations) {
  public Pack {
    taxRates = Map.copyOf(taxRates);
    items = Collections.unmodifiableMap(new LinkedHashMap<>(items));
    if (version < 1) {
      throw new IllegalArgumentException("a pack's version is at least 1");
    }
    if (grace.isNegative()) {
      throw new IllegalArgumentException("a pack's grace is not negative");
    }
    if (!revocations.fleet().equals(fleet) || !revocations.show().equals(show)) {
      throw new IllegalArgumentException("the list of revocations is another show's");
    }
    for (Item item : items.values()) {
      if (!taxRates.containsKey(item.taxClass())) {
        throw new IllegalArgumentException(
            item.sku()
                + " has the tax class "
                + item.taxClass()
                + ", which the pack does not define");
      }
      if (!item.price().currency().equals(currency)) {
        throw new IllegalArgumentException(item.sku() + " is not priced in " + currency);
      }
      if (!looks.pictures().keySet().containsAll(item.pictures())) {
        throw new IllegalArgumentException(
            item.sku() + " shows a picture that the pack does not hold");
      }
    }
  }

  /** A pack with the usual roles, nobody with a PIN, and nothing revoked. */
  public Pack(
      PackId id,
      FleetId fleet,
      String show,
      long version,
      Currency currency,
      boolean taxIncluded,
      Map<String, TaxRate> taxRates,
      Duration grace,
      PublicKey upstreamKey,
      Map<Sku, Item> items,
      Looks looks) {
    this(
        id,
        fleet,
        show,
        version,
        currency,
        taxIncluded,
        taxRates,
        grace,
        upstreamKey,
        items,
        looks,
        Roster.USUAL,
        Revocations.none(fleet, show));
  }

  /** A pack of text only, with the plain look. */
  public Pack(
      PackId id,
      FleetId fleet,
      String show,
      long version,
      Currency currency,
      boolean taxIncluded,
      Map<String, TaxRate> taxRates,
      Duration grace,
      PublicKey upstreamKey,
      Map<Sku, Item> items) {
    this(
        id,
        fleet,
        show,
        version,
        currency,
        taxIncluded,
        taxRates,
        grace,
        upstreamKey,
        items,
        Looks.plain(show));
  }

  /**
   * This pack with other prices for some of its items. It keeps its id and version: it is the pack
   * that was signed, with what the crew made of it.
   *
   * @param prices minor units; SKUs that the pack does not have are passed over
   */
  public Pack withPrices(Map<Sku, Long> prices) {
    if (prices.isEmpty()) {
      return this;
    }
    Map<Sku, Item> priced = new LinkedHashMap<>(items);
    prices.forEach((sku, minor) ->
        priced.computeIfPresent(sku, (_, item) -> item.at(new Money(minor, currency))));
    return new Pack(
        id,
        fleet,
        show,
        version,
        currency,
        taxIncluded,
        taxRates,
        grace,
        upstreamKey,
        priced,
        looks,
        roster,
        revocations);
  }

  public Optional<Item> item(Sku sku) {
    return Optional.ofNullable(items.get(sku));
  }

  public TaxRate rateOf(Item item) {
    TaxRate rate = taxRates.get(item.taxClass());
    if (rate == null) {
      throw new IllegalStateException("checked when the pack was made");
    }
    return rate;
  }
}
