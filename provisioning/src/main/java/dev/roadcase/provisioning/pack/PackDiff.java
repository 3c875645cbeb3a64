package dev.roadcase.provisioning.pack;

import dev.roadcase.core.identity.Role;
import dev.roadcase.core.pack.Item;
import dev.roadcase.core.pack.Pack;
import dev.roadcase.core.pack.Revocations.Revoked;
import dev.roadcase.core.pack.Roster;
import dev.roadcase.core.pack.Sku;
import dev.roadcase.core.pack.Stock;
import dev.roadcase.core.pack.TaxRate;
import dev.roadcase.core.pack.Theme;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.TreeSet;

/**
 * What differs between two packs for whoever sells from them. Who signed them, and how they are
 * numbered, is no difference.
 */
public record PackDiff(List<Change> changes) {
  public PackDiff {
    changes = List.copyOf(changes);
  }

  /** What a change is about. */
  public enum Kind {
    TERMS,
    ADDED,
    REMOVED,
    PRICE,
    STOCK,
    TAX,
    TITLE,
    DESCRIPTION,
    PICTURES,
    THEME,
    ROSTER,
    REVOKED
  }

  /**
   * One difference.
   *
   * @param what a SKU, or the name of a term
   * @param before empty when it was added
   * @param after empty when it was removed
   */
  public record Change(Kind kind, String what, String before, String after) {}

  public long count(Kind kind) {
    return changes.stream().filter(change -> change.kind == kind).count();
  }

  public static PackDiff between(Pack before, Pack after) {
    List<Change> changes = new ArrayList<>();
    differ(changes, Kind.TERMS, "currency", before.currency(), after.currency());
    differ(
        changes,
        Kind.TERMS,
        "tax",
        contained(before.taxIncluded()),
        contained(after.taxIncluded()));
    differ(changes, Kind.TERMS, "grace", span(before), span(after));
    TreeSet<String> classes = new TreeSet<>(before.taxRates().keySet());
    classes.addAll(after.taxRates().keySet());
    for (String name : classes) {
      differ(
          changes,
          Kind.TERMS,
          "tax " + name,
          rate(before.taxRates().get(name)),
          rate(after.taxRates().get(name)));
    }
    for (Item item : before.items().values()) {
      after
          .item(item.sku())
          .ifPresentOrElse(
              now -> items(changes, item, now),
              () -> changes.add(change(Kind.REMOVED, item.sku(), told(item), "")));
    }
    for (Item item : after.items().values()) {
      if (before.item(item.sku()).isEmpty()) {
        changes.add(change(Kind.ADDED, item.sku(), "", told(item)));
      }
    }
    themes(changes, before.looks().theme(), after.looks().theme());
    roles(changes, before.roster(), after.roster());
    staff(changes, before.roster(), after.roster());
    for (Revoked entry : after.revocations().revoked()) {
      if (before.revocations().of(entry.kit(), entry.making()).isEmpty()) {
        changes.add(
            new Change(Kind.REVOKED, entry.kit() + " " + entry.making(), "", entry.reason()));
      }
    }
    return new PackDiff(changes);
  }

  private static void roles(List<Change> changes, Roster before, Roster after) {
    for (Role role : Role.values()) {
      differ(
          changes,
          Kind.ROSTER,
          role.word(),
          RosterLines.duty(before.of(role)),
          RosterLines.duty(after.of(role)));
    }
  }

  /** By names and scopes; of a PIN it is told that it is another, and never more. */
  private static void staff(List<Change> changes, Roster before, Roster after) {
    TreeSet<String> ids = new TreeSet<>();
    before.staff().forEach(person -> ids.add(person.id()));
    after.staff().forEach(person -> ids.add(person.id()));
    for (String id : ids) {
      var was = before.staff(id);
      var is = after.staff(id);
      differ(
          changes,
          Kind.ROSTER,
          "staff " + id,
          was.map(RosterLines::person).orElse(""),
          is.map(RosterLines::person).orElse(""));
      if (was.isPresent() && is.isPresent() && !was.get().pinHash().equals(is.get().pinHash())) {
        changes.add(new Change(Kind.ROSTER, "staff " + id, "a PIN", "another"));
      }
    }
  }

  private static void themes(List<Change> changes, Theme before, Theme after) {
    differ(changes, Kind.THEME, "name", before.name(), after.name());
    differ(changes, Kind.THEME, "tagline", before.tagline(), after.tagline());
    differ(changes, Kind.THEME, "brand", before.brand(), after.brand());
    differ(changes, Kind.THEME, "stock", before.stock().word(), after.stock().word());
    differ(changes, Kind.THEME, "timezone", zone(before), zone(after));
    differ(changes, Kind.THEME, "seller", seller(before), seller(after));
    if (!before.logo().equals(after.logo())) {
      String now = before.logo().isPresent() ? "another" : "a logo";
      changes.add(
          new Change(
              Kind.THEME,
              "logo",
              before.logo().isPresent() ? "a logo" : "none",
              after.logo().isPresent() ? now : "none"));
    }
  }

  private static String zone(Theme theme) {
    return theme.zone().map(ZoneId::getId).orElse("none");
  }

  private static String seller(Theme theme) {
    return theme
        .seller()
        .map(seller -> {
          List<String> parts = new ArrayList<>(List.of(seller.name()));
          parts.addAll(seller.address());
          parts.addAll(List.of(seller.taxId(), seller.contact()));
          parts.removeIf(String::isEmpty);
          return String.join(", ", parts);
        })
        .orElse("none");
  }

  private static String contained(boolean included) {
    return included ? "included" : "on top";
  }

  private static String span(Pack pack) {
    return pack.grace().toString().substring(2).toLowerCase(Locale.ROOT);
  }

  private static void items(List<Change> changes, Item before, Item after) {
    String sku = before.sku().value();
    differ(changes, Kind.PRICE, sku, before.price(), after.price());
    differ(changes, Kind.STOCK, sku, stock(before), stock(after));
    differ(changes, Kind.TAX, sku, before.taxClass(), after.taxClass());
    differ(changes, Kind.TITLE, sku, before.label(), after.label());
    // Told by its length: two long texts side by side tell nobody anything.
    if (!before.description().equals(after.description())) {
      changes.add(
          change(
              Kind.DESCRIPTION,
              before.sku(),
              before.description().length() + " characters",
              after.description().length() + " characters"));
    }
    if (!before.pictures().equals(after.pictures())) {
      changes.add(
          change(
              Kind.PICTURES,
              before.sku(),
              pictures(before.pictures()),
              pictures(after.pictures())));
    }
  }

  private static void differ(
      List<Change> changes, Kind kind, String what, Object before, Object after) {
    if (!Objects.equals(before, after)) {
      changes.add(new Change(kind, what, before.toString(), after.toString()));
    }
  }

  private static Change change(Kind kind, Sku sku, String before, String after) {
    return new Change(kind, sku.value(), before, after);
  }

  private static String pictures(Collection<?> pictures) {
    return pictures.size() == 1 ? "1 picture" : pictures.size() + " pictures";
  }

  private static String told(Item item) {
    return item.label() + ", " + item.price();
  }

  private static String stock(Item item) {
    return switch (item.stock()) {
      case Stock.Untracked() -> "not counted";
      case Stock.Tracked(var opening) -> opening.toString();
    };
  }

  private static String rate(@org.jspecify.annotations.Nullable TaxRate rate) {
    return rate == null
        ? "none"
        : java.math.BigDecimal.valueOf(rate.partsPerMillion(), 4)
                .stripTrailingZeros()
                .toPlainString()
            + " %";
  }
}
