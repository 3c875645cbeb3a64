package dev.roadcase.provisioning.demo.drawing;

import dev.roadcase.core.pack.Item;
import dev.roadcase.core.pack.Sku;
import dev.roadcase.provisioning.catalogue.Shot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.imageio.ImageIO;

/** Draws the stall's goods, each a composition of its own; colours that can be chosen are shown. */
public final class DemoPictures {
  /** The file of the logo. */
  public static final String LOGO = "logo.png";

  private DemoPictures() {}

  /** What is drawn, and in words. */
  private record Motif(String name, String alt, int ground, Drawing drawing) {}

  private interface Drawing {
    void on(Brush brush);
  }

  /** Draws whatever the items need into a folder, and says which picture is whose. */
  public static Map<Sku, List<Shot>> draw(List<Item> items, Path folder) throws IOException {
    Map<Sku, List<Shot>> shots = new LinkedHashMap<>();
    for (Item item : items) {
      Motif motif = motif(item);
      Path file = folder.resolve(motif.name + ".png");
      if (!Files.exists(file)) {
        draw(motif, file);
      }
      shots.put(item.sku(), List.of(new Shot(motif.name + ".png", motif.alt)));
    }
    draw(logo(), folder.resolve(LOGO));
    return shots;
  }

  private static void draw(Motif motif, Path file) throws IOException {
    try (Brush brush = new Brush(motif.ground)) {
      motif.drawing.on(brush);
      ImageIO.write(brush.image(), "png", file.toFile());
    }
  }

  private static Motif logo() {
    return new Motif(
        "logo",
        "The Night Ferry",
        Brush.NIGHT,
        brush ->
            brush
                .disc(50, 50, 40, Brush.NIGHT)
                .disc(62, 36, 15, Brush.SUN)
                .ferry(20, 62, 50, Brush.BONE)
                .waves(12, 80, 76, 7, 2.4, Brush.FOAM));
  }

  private static Motif motif(Item item) {
    String option = item.options().isEmpty() ? "" : item.options().getFirst();
    return switch (item.product()) {
      case "harbour-lights-tour-tee" ->
          coloured(item, option, "tee with a lighthouse", Brush.FOAM, Wearables::tee);
      case "ship-tote" -> coloured(item, option, "tote with a ferry", Brush.PEACH, Wearables::tote);
      case "salt-roads-lp" ->
          coloured(item, option, "record half out of its sleeve", Brush.SAND, Records::lp);
      case "lemonade" ->
          coloured(item, option, "glass of lemonade with ice", Brush.FOAM, Refreshments::lemonade);
      case "foghorn-longsleeve" ->
          motif(item, "Longsleeve with stripes and a moon", Brush.SAND, Wearables::longsleeve);
      case "deckhand-hoodie" ->
          motif(item, "Green hoodie with a ferry", Brush.PEACH, Wearables::hoodie);
      case "little-ferry-kids-tee" ->
          motif(item, "Small yellow tee with a ferry", Brush.FOAM, Wearables::kidsTee);
      case "watch-cap" -> motif(item, "Rust-red knitted cap", Brush.SAND, Wearables::cap);
      case "anchor-socks" ->
          motif(item, "Two pairs of socks with anchors", Brush.PEACH, Wearables::socks);
      case "enamel-pin-set" ->
          motif(item, "Three enamel pins on a card", Brush.FOAM, Records::pins);
      case "sticker-sheet" -> motif(item, "A sheet of stickers", Brush.PEACH, Records::stickers);
      case "signed-test-pressing" ->
          motif(item, "White-label record with four signatures", Brush.FOAM, Records::testPressing);
      case "salt-roads-cd" -> motif(item, "CD beside its case", Brush.PEACH, Records::cd);
      case "salt-roads-cassette" -> motif(item, "Red cassette", Brush.FOAM, Records::cassette);
      case "songbook" -> motif(item, "Open songbook", Brush.SAND, Records::songbook);
      case "coffee" -> motif(item, "Steaming cup of coffee", Brush.SAND, Refreshments::coffee);
      case "fresh-waffle" ->
          motif(item, "Waffle with cream and berries", Brush.PEACH, Refreshments::waffle);
      case "cup-deposit" -> motif(item, "Cup to be brought back", Brush.FOAM, Refreshments::cup);
      case "print-your-own-workshop" ->
          motif(item, "Screen-printing table", Brush.SAND, Refreshments::workshop);
      case "quayside-live-7" -> motif(item, "Seven-inch single", Brush.SAND, Records::single);
      case "harbour-lights-poster" ->
          motif(item, "Poster of a lighthouse at night", Brush.FOAM, Records::poster);
      case "lighthouse-screen-print" ->
          motif(item, "Framed print of a lighthouse at dusk", Brush.SAND, Records::print);
      case "harbour-honey" -> motif(item, "Jar of honey", Brush.PEACH, Refreshments::honey);
      case "night-watch-coffee" ->
          motif(item, "Bag of coffee with a moon", Brush.SAND, Refreshments::beans);
      default -> motif(item, item.title(), Brush.FOAM, Refreshments::waiting);
    };
  }

  private static Motif motif(Item item, String alt, int ground, Drawing drawing) {
    return new Motif(item.product(), alt, ground, drawing);
  }

  private interface Coloured {
    void on(Brush brush, int colour);
  }

  private static Motif coloured(
      Item item, String option, String alt, int ground, Coloured drawing) {
    String colour = option.toLowerCase(Locale.ROOT).replaceAll("[^a-z]+", "-");
    return new Motif(
        item.product() + (colour.isEmpty() ? "" : "--" + colour),
        (option + " " + alt).strip(),
        ground,
        brush -> drawing.on(brush, colour(option)));
  }

  private static int colour(String option) {
    String word = option.toLowerCase(Locale.ROOT);
    if (word.contains("sea")) {
      return Brush.SEA;
    }
    if (word.contains("bone") || word.contains("natural")) {
      return Brush.BONE;
    }
    if (word.contains("rhubarb")) {
      return 0xe98a93;
    }
    if (word.contains("elder")) {
      return 0xf4e38a;
    }
    return Brush.INK;
  }
}
