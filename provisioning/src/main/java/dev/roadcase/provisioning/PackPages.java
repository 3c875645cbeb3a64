package dev.roadcase.provisioning;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadcase.core.identity.Role;
import dev.roadcase.core.identity.Scope;
import dev.roadcase.core.pack.Item;
import dev.roadcase.core.pack.Looks;
import dev.roadcase.core.pack.Pack;
import dev.roadcase.core.pack.Picture.Rendition;
import dev.roadcase.core.pack.Quantity;
import dev.roadcase.core.pack.Revocations.Revoked;
import dev.roadcase.core.pack.Roster;
import dev.roadcase.core.pack.Roster.Duty;
import dev.roadcase.core.pack.Roster.Staff;
import dev.roadcase.core.pack.Seller;
import dev.roadcase.core.pack.Stock;
import dev.roadcase.provisioning.pack.RosterLines;
import dev.roadcase.wire.commandline.Folded;
import dev.roadcase.wire.json.Json;
import dev.roadcase.wire.pack.PackPart;
import dev.roadcase.wire.pack.ReadablePack;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.time.ZoneId;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** How a pack is shown. */
final class PackPages {
  private PackPages() {}

  static void text(PrintWriter out, ReadablePack readable) {
    Pack pack = readable.pack();
    Collection<Item> items = pack.items().values();
    line(out, "pack", pack.id().hex());
    line(out, "show", pack.show() + " of " + pack.fleet() + ", version " + pack.version());
    line(
        out,
        "items",
        items.size() + " of " + products(items) + " products, " + readable.size() + " bytes");
    line(
        out,
        "stock",
        pieces(items) + " pieces of " + tracked(items) + " items, " + untracked(items));
    line(
        out,
        "tax",
        pack.currency()
            + ", "
            + (pack.taxIncluded() ? "included" : "on top")
            + ": "
            + new TreeMap<>(pack.taxRates())
                .entrySet().stream()
                    .map(e -> e.getKey() + " " + Words.percent(e.getValue()))
                    .collect(Collectors.joining(", ")));
    line(out, "look", look(pack.looks()));
    roster(out, pack.roster());
    if (pack.revocations().number() > 0) {
      line(
          out,
          "revoked",
          "%d, list number %d"
              .formatted(pack.revocations().revoked().size(), pack.revocations().number()));
      for (Revoked entry : pack.revocations().revoked()) {
        line(out, "", entry.kit() + " " + entry.making() + " " + entry.reason());
      }
    }
    line(out, "grace", pack.grace().toString().substring(2).toLowerCase(Locale.ROOT));
    line(out, "of", readable.created().toString());
  }

  static ObjectNode json(ReadablePack readable) {
    Pack pack = readable.pack();
    Collection<Item> items = pack.items().values();
    ObjectNode node = Json.MAPPER.createObjectNode();
    node.put("pack", pack.id().hex());
    node.put("fleet", pack.fleet().value());
    node.put("show", pack.show());
    node.put("version", pack.version());
    node.put("created", readable.created().toString());
    node.put("currency", pack.currency().getCurrencyCode());
    node.put("taxIncluded", pack.taxIncluded());
    ObjectNode rates = node.putObject("taxRatesPpm");
    new TreeMap<>(pack.taxRates()).forEach((name, rate) -> rates.put(name, rate.partsPerMillion()));
    node.put("graceSeconds", pack.grace().toSeconds());
    node.put("items", items.size());
    node.put("tracked", tracked(items));
    node.put("untracked", items.size() - tracked(items));
    Looks looks = pack.looks();
    node.putObject("theme")
        .put("name", looks.theme().name())
        .put("tagline", looks.theme().tagline())
        .put("brand", looks.theme().brand())
        .put("logo", looks.theme().logo().isPresent())
        .put("stock", looks.theme().stock().word())
        .put("timezone", looks.theme().zone().map(ZoneId::getId).orElse(""))
        .put("seller", looks.theme().seller().map(Seller::name).orElse(""));
    node.put("pictures", looks.pictures().size());
    node.put("withPicture", items.stream().filter(i -> !i.pictures().isEmpty()).count());
    node.put("assets", renditions(looks).size());
    node.put("assetBytes", bytes(looks));
    node.put("bytes", readable.size());
    ObjectNode roster = node.putObject("roster");
    ObjectNode roles = roster.putObject("roles");
    for (Role role : Role.values()) {
      Duty duty = pack.roster().of(role);
      roles
          .putObject(role.word())
          .put("scopes", Scope.words(duty.scopes()))
          .put("lifeSeconds", duty.life().toSeconds());
    }
    ArrayNode staff = roster.putArray("staff");
    for (Staff person : pack.roster().staff()) {
      staff
          .addObject()
          .put("id", person.id())
          .put("name", person.name())
          .put("scopes", Scope.words(person.scopes()));
    }
    ObjectNode revocations = node.putObject("revocations");
    revocations.put("number", pack.revocations().number());
    ArrayNode revoked = revocations.putArray("revoked");
    for (Revoked entry : pack.revocations().revoked()) {
      revoked
          .addObject()
          .put("kit", entry.kit().value())
          .put("making", entry.making().value())
          .put("reason", entry.reason())
          .put("at", entry.at().toString());
    }
    ArrayNode parts = node.putArray("parts");
    for (PackPart part : readable.parts()) {
      parts
          .addObject()
          .put("name", part.name())
          .put("type", part.mediaType())
          .put("size", part.size())
          .put("sha256", part.sha256());
    }
    return node;
  }

  /** Folded to the terminal, under a first word of five. */
  static String folded(String start, String text) {
    int columns = Folded.columns(System.getenv()).orElse(Folded.USUAL);
    StringBuilder folded = new StringBuilder();
    String before = start;
    // Lines stay lines: what a process said last, for one.
    for (String line : text.split("\\R", -1)) {
      folded.append(Folded.folded(before, printable(line), 5, columns));
      folded.append(System.lineSeparator());
      before = "    ";
    }
    return folded.toString().stripTrailing();
  }

  /** What stands in a file may hold what a terminal obeys. */
  static String printable(String text) {
    return text.replaceAll("[\\p{Cc}\\u202A-\\u202E\\u2066-\\u2069]", "?");
  }

  private static void roster(PrintWriter out, Roster roster) {
    if (roster.equals(Roster.USUAL)) {
      line(out, "roster", "the usual roles, nobody with a PIN");
      return;
    }
    line(out, "roster", roster.staff().size() + " with a PIN");
    for (Role role : Role.values()) {
      line(out, "", role.word() + ": " + RosterLines.duty(roster.of(role)));
    }
    roster.staff().forEach(person -> line(out, "", printable(RosterLines.person(person))));
  }

  private static String look(Looks looks) {
    String pictures =
        looks.pictures().isEmpty()
            ? "no pictures"
            : "%d pictures in %d files, %,d bytes"
                .formatted(looks.pictures().size(), renditions(looks).size(), bytes(looks));
    return "“" + looks.theme().name() + "”, " + looks.theme().brand() + ", " + pictures;
  }

  private static Map<String, Rendition> renditions(Looks looks) {
    Map<String, Rendition> renditions = new HashMap<>();
    looks
        .pictures()
        .values()
        .forEach(picture -> picture.renditions().forEach(r -> renditions.put(r.id().hex(), r)));
    return renditions;
  }

  private static long bytes(Looks looks) {
    return renditions(looks).values().stream().mapToLong(Rendition::size).sum();
  }

  private static void line(PrintWriter out, String name, String value) {
    out.printf("  %-10s %s%n", name, value);
  }

  private static long products(Collection<Item> items) {
    return items.stream().map(Item::product).distinct().count();
  }

  private static long tracked(Collection<Item> items) {
    return items.stream().filter(i -> i.stock() instanceof Stock.Tracked).count();
  }

  private static String untracked(Collection<Item> items) {
    return items.size() - tracked(items) + " sold without counting";
  }

  private static String pieces(Collection<Item> items) {
    long milli = 0;
    for (Item item : items) {
      if (item.stock() instanceof Stock.Tracked(Quantity opening)) {
        milli += opening.milli();
      }
    }
    return BigDecimal.valueOf(milli, 3).stripTrailingZeros().toPlainString();
  }
}
