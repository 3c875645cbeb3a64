package dev.roadcase.wire.pack;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadcase.core.pack.AssetId;
import dev.roadcase.core.pack.Looks;
import dev.roadcase.core.pack.Picture;
import dev.roadcase.core.pack.Picture.Rendition;
import dev.roadcase.core.pack.Seller;
import dev.roadcase.core.pack.StockShown;
import dev.roadcase.core.pack.Theme;
import dev.roadcase.wire.json.Fields;
import dev.roadcase.wire.json.Json;
import dev.roadcase.wire.json.Malformed;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The part {@code looks.json}: the theme, the pictures, and by them the order in which the assets
 * follow the parts.
 */
final class LooksJson {
  /** Longest text in place of a picture, characters. */
  static final int ALT_MAX = 1_000;

  /** Widest or highest rendition, pixels: what no screen shows larger. */
  static final int SIDE_MAX = 20_000;

  // No SVG: it may hold script, and the box would serve it from its own origin.
  private static final Set<String> TYPES = Set.of("image/jpeg", "image/png", "image/webp");

  private LooksJson() {}

  static byte[] write(Looks looks) {
    ObjectNode node = Json.MAPPER.createObjectNode();
    Theme theme = looks.theme();
    ObjectNode painted = node.putObject("theme");
    painted.put("name", theme.name()).put("tagline", theme.tagline()).put("brand", theme.brand());
    theme.logo().ifPresent(logo -> painted.put("logo", logo.hex()));
    theme.seller().ifPresent(seller -> write(painted.putObject("seller"), seller));
    // The usual is left out: a pack that says nothing of it has the bytes that it always had.
    if (theme.stock() != StockShown.FEW) {
      painted.put("stock", theme.stock().word());
    }
    theme.zone().ifPresent(zone -> painted.put("timezone", zone.getId()));
    ArrayNode pictures = node.putArray("pictures");
    for (Picture picture : looks.pictures().values()) {
      ObjectNode entry = pictures.addObject();
      entry.put("source", picture.source().hex()).put("alt", picture.alt());
      ArrayNode renditions = entry.putArray("renditions");
      for (Rendition rendition : picture.renditions()) {
        renditions
            .addObject()
            .put("sha256", rendition.id().hex())
            .put("type", rendition.type())
            .put("width", rendition.width())
            .put("height", rendition.height())
            .put("size", rendition.size());
      }
    }
    return Json.bytes(node);
  }

  private static void write(ObjectNode node, Seller seller) {
    node.put("name", seller.name());
    ArrayNode address = node.putArray("address");
    seller.address().forEach(address::add);
    node.put("taxId", seller.taxId()).put("contact", seller.contact());
  }

  static Looks read(byte[] bytes) {
    Fields fields = Json.object(bytes, "the looks");
    Theme theme = theme(fields.object("theme"));
    Map<AssetId, Picture> pictures = new LinkedHashMap<>();
    fields.list(
        "pictures",
        entry -> {
          Picture picture = picture(entry);
          if (pictures.put(picture.source(), picture) != null) {
            throw new Malformed("the looks have the picture " + picture.source() + " twice");
          }
          return picture.source();
        });
    Looks looks;
    try {
      looks = new Looks(theme, pictures);
    } catch (IllegalArgumentException e) {
      throw new Malformed("the looks: " + e.getMessage());
    }
    assets(looks);
    return looks;
  }

  /**
   * The files that follow the parts, in their order: each where it is mentioned first.
   *
   * @throws Malformed when they are too many or too large, or one is described in two ways
   */
  static List<Rendition> assets(Looks looks) {
    Map<AssetId, Rendition> assets = new LinkedHashMap<>();
    long total = 0;
    for (Picture picture : looks.pictures().values()) {
      for (Rendition rendition : picture.renditions()) {
        Rendition before = assets.putIfAbsent(rendition.id(), rendition);
        if (before == null) {
          total += rendition.size();
        } else if (!before.equals(rendition)) {
          throw new Malformed(
              "the asset " + rendition.id() + " is listed twice, and not the same way");
        }
      }
    }
    if (assets.size() > PackFile.ASSETS_MAX) {
      throw new Malformed(
          "a pack has at most " + PackFile.ASSETS_MAX + " assets, not " + assets.size());
    }
    if (total > PackFile.ASSETS_TOTAL_MAX) {
      throw new Malformed(
          "a pack's assets have at most %d octets together, not %d"
              .formatted(PackFile.ASSETS_TOTAL_MAX, total));
    }
    return List.copyOf(assets.values());
  }

  private static Theme theme(Fields fields) {
    try {
      Theme theme =
          new Theme(
              fields.text("name"),
              fields.text("tagline"),
              fields.text("brand"),
              fields.has("logo") ? Optional.of(fields.as("logo", AssetId::new)) : Optional.empty(),
              fields.has("seller")
                  ? Optional.of(seller(fields.object("seller")))
                  : Optional.empty(),
              fields.has("stock") ? fields.as("stock", StockShown::of) : StockShown.FEW,
              fields.has("timezone")
                  ? Optional.of(fields.as("timezone", LooksJson::zone))
                  : Optional.empty());
      return theme;
    } catch (Malformed e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw new Malformed("the theme: " + e.getMessage());
    }
  }

  private static Seller seller(Fields fields) {
    return new Seller(
        fields.text("name"), fields.texts("address"), fields.text("taxId"), fields.text("contact"));
  }

  private static ZoneId zone(String id) {
    try {
      return ZoneId.of(id);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("\"" + id + "\" is no time zone", e);
    }
  }

  private static Picture picture(Fields fields) {
    AssetId source = fields.as("source", AssetId::new);
    String alt = fields.text("alt");
    if (alt.length() > ALT_MAX) {
      throw new Malformed(
          "the picture " + source + " has an alt text of at most " + ALT_MAX + " characters");
    }
    List<Rendition> renditions = fields.list("renditions", LooksJson::rendition);
    try {
      Picture picture = new Picture(source, alt, renditions);
      // The order is that of the bytes that follow; it must be the one that a Picture keeps.
      if (!picture.renditions().equals(renditions)) {
        throw new Malformed("the picture " + source + " lists its narrowest rendition first");
      }
      return picture;
    } catch (Malformed e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw new Malformed("the picture " + source + ": " + e.getMessage());
    }
  }

  private static Rendition rendition(Fields fields) {
    AssetId id = fields.as("sha256", AssetId::new);
    String type = fields.text("type");
    if (!TYPES.contains(type)) {
      throw new Malformed(
          "the asset " + id + " is image/jpeg, image/png or image/webp, nothing else");
    }
    return new Rendition(
        id,
        type,
        (int) between(fields, "width", SIDE_MAX, id),
        (int) between(fields, "height", SIDE_MAX, id),
        between(fields, "size", PackFile.ASSET_MAX, id));
  }

  private static long between(Fields fields, String name, long max, AssetId id) {
    long value = fields.whole(name);
    if (value < 1 || value > max) {
      throw new Malformed(
          "the asset " + id + " has a " + name + " of 1 to " + max + ", not " + value);
    }
    return value;
  }
}
