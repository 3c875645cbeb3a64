package dev.roadcase.wire.pack;

import dev.roadcase.core.identity.PublicKey;
import dev.roadcase.core.pack.Item;
import dev.roadcase.core.pack.Looks;
import dev.roadcase.core.pack.Revocations;
import dev.roadcase.core.pack.Roster;
import dev.roadcase.core.pack.TaxRate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A pack before it is signed. Fleet and show are those of the key that signs.
 *
 * @param version at least 1; rises with every build of one show's pack
 * @param created of what moment the catalogue is; whole seconds
 * @param taxRates by class
 * @param looks its pictures and its theme; when absent, the plain look of the show
 * @param roster who may do what; when absent, what is usual
 * @param revocations whose keys count no more; when absent, nobody's
 */
public record PackDraft(
    long version,
    Instant created,
    Currency currency,
    boolean taxIncluded,
    Map<String, TaxRate> taxRates,
    Duration grace,
    PublicKey upstreamKey,
    List<Item> items,
    Optional<Looks> looks,
    Optional<Roster> roster,
    Optional<Revocations> revocations) {
  public PackDraft {
    created = created.truncatedTo(ChronoUnit.SECONDS);
    // Sorted: the same draft is to give the same bytes.
    taxRates = java.util.Collections.unmodifiableMap(new TreeMap<>(taxRates));
    items = List.copyOf(items);
  }

  /** With the usual roles, and nothing revoked. */
  public PackDraft(
      long version,
      Instant created,
      Currency currency,
      boolean taxIncluded,
      Map<String, TaxRate> taxRates,
      Duration grace,
      PublicKey upstreamKey,
      List<Item> items,
      Optional<Looks> looks) {
    this(
        version,
        created,
        currency,
        taxIncluded,
        taxRates,
        grace,
        upstreamKey,
        items,
        looks,
        Optional.empty(),
        Optional.empty());
  }

  /** Of text only. */
  public PackDraft(
      long version,
      Instant created,
      Currency currency,
      boolean taxIncluded,
      Map<String, TaxRate> taxRates,
      Duration grace,
      PublicKey upstreamKey,
      List<Item> items) {
    this(
        version,
        created,
        currency,
        taxIncluded,
        taxRates,
        grace,
        upstreamKey,
        items,
        Optional.empty());
  }
}
