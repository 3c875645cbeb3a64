package dev.roadcase.provisioning.pack;

import dev.roadcase.core.identity.Role;
import dev.roadcase.core.pack.Item;
import dev.roadcase.core.pack.Pack;
import dev.roadcase.core.pack.Roster;
import dev.roadcase.core.pack.Stock;
import dev.roadcase.wire.pack.ReadablePack;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What a crew looks through before the show. A line that is not in order is to be looked at; only
 * they know whether it is meant so.
 */
public record Checklist(List<Line> lines) {
  /** A box has little time for a pack that does not fit its card with room to spare. */
  private static final long LARGE = 500_000_000;

  private static final Duration SOON = Duration.ofDays(8);

  /** Beyond this many times the median of its product, either way, a price is odd. */
  private static final int ODD = 3;

  public Checklist {
    lines = List.copyOf(lines);
  }

  /**
   * One thing to check.
   *
   * @param pass whether nothing is conspicuous
   * @param which the items in question, all of them
   */
  public record Line(boolean pass, String what, List<String> which) {}

  public static Checklist of(ReadablePack readable, Instant now) {
    Pack pack = readable.pack();
    List<Line> lines = new ArrayList<>();
    lines.add(
        fact(
            "Currency "
                + pack.currency()
                + ", tax "
                + (pack.taxIncluded() ? "included" : "on top")));
    lines.add(items(pack, "cost nothing", item -> item.price().minor() == 0));
    lines.add(items(pack, "are sold without counting", i -> i.stock() instanceof Stock.Untracked));
    lines.add(items(pack, "have no stock", Checklist::none));
    lines.add(items(pack, "have no picture", item -> item.pictures().isEmpty()));
    lines.add(oddPrices(pack));
    Map<String, Long> classes = new TreeMap<>();
    pack.items().values().forEach(item -> classes.merge(item.taxClass(), 1L, Long::sum));
    lines.add(
        fact(
            "Tax classes in use: "
                + classes.entrySet().stream()
                    .map(used -> used.getKey() + " " + used.getValue())
                    .collect(Collectors.joining(", "))));
    List<String> unused =
        pack.taxRates().keySet().stream()
            .filter(name -> !classes.containsKey(name))
            .sorted()
            .toList();
    lines.add(
        new Line(unused.isEmpty(), "Tax classes that no item is in: " + unused.size(), unused));
    people(lines, pack.roster());
    List<String> revoked =
        pack.revocations().revoked().stream()
            .map(entry -> entry.kit() + " " + entry.making())
            .toList();
    lines.add(
        new Line(
            true,
            "Revoked keys: "
                + revoked.size()
                + (pack.revocations().number() == 0
                    ? ""
                    : ", list number " + pack.revocations().number()),
            revoked));
    lines.add(
        new Line(
            readable.size() <= LARGE,
            "Size %,d bytes (looked at above %,d)".formatted(readable.size(), LARGE),
            List.of()));
    Instant ends = readable.signer().getNotAfter().toInstant();
    lines.add(
        new Line(
            ends.isAfter(now.plus(SOON)),
            "Signed for %s of %s; the certificate ends on %s"
                .formatted(pack.show(), pack.fleet(), LocalDate.ofInstant(ends, ZoneOffset.UTC)),
            List.of()));
    return new Checklist(lines);
  }

  private static void people(List<Line> lines, Roster roster) {
    List<String> unusual =
        Arrays.stream(Role.values())
            .filter(role -> !roster.of(role).equals(Roster.USUAL.of(role)))
            .map(role -> role.word() + ": " + RosterLines.duty(roster.of(role)))
            .toList();
    lines.add(new Line(unusual.isEmpty(), "Roles with changed rights: " + unusual.size(), unusual));
    List<String> staff = roster.staff().stream().map(RosterLines::person).toList();
    lines.add(
        new Line(
            staff.isEmpty(),
            "Staff with PINs: "
                + staff.size()
                + (staff.isEmpty() ? "" : "; whoever has this file can guess them at leisure"),
            staff));
  }

  private static Line fact(String what) {
    return new Line(true, what, List.of());
  }

  private static Line items(Pack pack, String what, Predicate<Item> conspicuous) {
    List<String> which =
        pack.items().values().stream().filter(conspicuous).map(i -> i.sku().value()).toList();
    return new Line(which.isEmpty(), "Items that " + what + ": " + which.size(), which);
  }

  private static boolean none(Item item) {
    return item.stock() instanceof Stock.Tracked(var opening) && opening.milli() == 0;
  }

  private static Line oddPrices(Pack pack) {
    Map<String, List<Item>> products = new LinkedHashMap<>();
    pack.items()
        .values()
        .forEach(i -> products.computeIfAbsent(i.product(), p -> new ArrayList<>()).add(i));
    List<String> odd = new ArrayList<>();
    for (List<Item> variants : products.values()) {
      long[] prices = variants.stream().mapToLong(i -> i.price().minor()).sorted().toArray();
      long median = prices[prices.length / 2];
      for (Item item : variants) {
        long price = item.price().minor();
        if (price > median * ODD || price * ODD < median) {
          odd.add(item.sku() + " " + item.price());
        }
      }
    }
    return new Line(
        odd.isEmpty(),
        "Prices %d times above or below the median of their product: %d".formatted(ODD, odd.size()),
        odd);
  }
}
