package dev.roadcase.wire.pack;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadcase.core.identity.FleetId;
import dev.roadcase.core.identity.PublicKey;
import dev.roadcase.core.pack.TaxRate;
import dev.roadcase.wire.json.Fields;
import dev.roadcase.wire.json.Json;
import dev.roadcase.wire.json.Malformed;
import dev.roadcase.wire.jws.P256;
import dev.roadcase.wire.x509.Name;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Currency;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the show's key signs: the terms of sale, and what each part hashes to. Members that a later
 * release added are passed over.
 */
record Manifest(
    FleetId fleet,
    String show,
    long version,
    Instant created,
    Currency currency,
    boolean taxIncluded,
    Map<String, TaxRate> taxRates,
    Duration grace,
    PublicKey upstreamKey,
    long items,
    List<PackPart> parts) {

  byte[] bytes() {
    ObjectNode node = Json.MAPPER.createObjectNode();
    node.put("fleet", fleet.value());
    node.put("show", show);
    node.put("version", version);
    node.put("created", created.toString());
    node.put("currency", currency.getCurrencyCode());
    node.put("taxIncluded", taxIncluded);
    ArrayNode rates = node.putArray("taxRates");
    taxRates.forEach(
        (name, rate) -> rates.addObject().put("class", name).put("ppm", rate.partsPerMillion()));
    node.put("graceSeconds", grace.toSeconds());
    node.putObject("upstreamKey").put("x", upstreamKey.x()).put("y", upstreamKey.y());
    node.put("items", items);
    ArrayNode list = node.putArray("parts");
    for (PackPart part : parts) {
      list.addObject()
          .put("name", part.name())
          .put("type", part.mediaType())
          .put("size", part.size())
          .put("sha256", part.sha256());
    }
    return Json.bytes(node);
  }

  static Manifest read(byte[] payload) {
    Fields fields = Json.object(payload, "the manifest");
    FleetId fleet = fields.as("fleet", FleetId::new);
    Manifest manifest =
        new Manifest(
            fleet,
            fields.as("show", show -> new Name.Show(fleet, show).show()),
            fields.whole("version"),
            fields.as("created", Manifest::instant),
            fields.as("currency", Currency::getInstance),
            fields.truth("taxIncluded"),
            taxRates(fields),
            Duration.ofSeconds(fields.whole("graceSeconds")),
            upstreamKey(fields.object("upstreamKey")),
            fields.whole("items"),
            fields.list("parts", Manifest::part));
    manifest.check();
    return manifest;
  }

  private void check() {
    if (items < 0 || items > PackFile.ITEMS_MAX) {
      throw new Malformed("the manifest names " + items + " items; at most " + PackFile.ITEMS_MAX);
    }
    if (parts.isEmpty() || parts.size() > PackFile.PARTS_MAX) {
      throw new Malformed("the manifest names 1 to " + PackFile.PARTS_MAX + " parts");
    }
    if (grace.toDays() > 366) {
      throw new Malformed("the manifest's grace is at most a year");
    }
    Set<String> names = new HashSet<>();
    for (PackPart part : parts) {
      if (!names.add(part.name())) {
        throw new Malformed("the manifest names the part " + part.name() + " twice");
      }
    }
  }

  private static Map<String, TaxRate> taxRates(Fields fields) {
    Map<String, TaxRate> rates = new TreeMap<>();
    fields.list(
        "taxRates",
        entry -> {
          String name = entry.text("class");
          long ppm = entry.whole("ppm");
          if (ppm < 0 || ppm > 1_000_000) {
            throw new Malformed("the tax rate of " + name + " is 0 to 1,000,000 parts per million");
          }
          if (rates.put(name, new TaxRate((int) ppm)) != null) {
            throw new Malformed("the manifest gives the tax class " + name + " twice");
          }
          return name;
        });
    return rates;
  }

  private static PublicKey upstreamKey(Fields fields) {
    String x = fields.text("x");
    String y = fields.text("y");
    try {
      return P256.onCurve(new PublicKey(x, y));
    } catch (IllegalArgumentException e) {
      throw new Malformed("the manifest's upstream key: " + e.getMessage());
    }
  }

  private static PackPart part(Fields fields) {
    try {
      PackPart part =
          new PackPart(
              fields.text("name"),
              fields.text("type"),
              fields.whole("size"),
              fields.text("sha256"));
      return part;
    } catch (Malformed e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw new Malformed("the manifest: " + e.getMessage());
    }
  }

  private static Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("a moment is written as 2026-06-05T12:00:00Z", e);
    }
  }
}
