package dev.roadcase.app.screens;

import dev.roadcase.app.shop.Goods;
import dev.roadcase.app.shop.View;
import dev.roadcase.core.pack.Item;
import dev.roadcase.core.pack.Pack;
import dev.roadcase.core.pack.TaxRate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** One product: its pictures, its variants with price and stock, what it is. */
public final class ProductPage {

  /**
   * One thing that can be bought.
   *
   * @param options what sets it apart from the product's others; the title when nothing does
   * @param left "few left", "only 3 left", "sold out"; empty where nothing is said of it
   */
  public record Variant(
      String sku, String options, String price, String left, boolean gone, boolean few) {}

  /**
   * A part of the description.
   *
   * @param list whether the lines are the points of a list; otherwise there is one, a paragraph
   */
  public record Passage(boolean list, List<String> lines) {
    public Passage {
      lines = List.copyOf(lines);
    }
  }

  /** How shops begin the points of a list in plain text. */
  private static final Pattern POINT = Pattern.compile("^[-*•–—·]\\s+(?=\\S)");

  private ProductPage() {}

  /** The page, UTF-8; nothing when there is no such product. */
  public static Optional<byte[]> page(View view, String product, Sight sight) {
    Optional<Goods> goods = view.goods();
    List<Item> variants = goods.map(there -> there.products().get(product)).orElse(null);
    if (goods.isEmpty() || variants == null) {
      return Optional.empty();
    }
    Pack pack = goods.get().pack();
    ShopWords words = ShopPage.words(view, pack);
    Item first = variants.getFirst();
    var state = words.product(variants);
    Map<String, Object> parameters = new HashMap<>();
    parameters.put("frame", ShopFrame.of(view, pack, sight, first.title()));
    parameters.put("product", product);
    parameters.put("heading", first.title());
    parameters.put("price", state.price());
    parameters.put("mark", sight.live() ? state.mark() : "");
    parameters.put("tax", tax(pack, variants));
    parameters.put("pictures", pictures(pack, variants, sight.lite()));
    parameters.put("passages", passages(variants));
    // Said once on top where all options cost the same.
    parameters.put("onePrice", variants.stream().map(item -> item.price()).distinct().count() == 1);
    parameters.put(
        "variants",
        variants.stream()
            .map(item ->
                new Variant(
                    item.sku().value(),
                    item.options().isEmpty() ? item.title() : String.join(" / ", item.options()),
                    words.price(item),
                    sight.live() ? words.left(item) : "",
                    sight.live() && words.gone(item),
                    sight.live() && words.few(item)))
            .toList());
    parameters.put("other", sight.live() ? otherPictures(product, sight) : "");
    return Optional.of(Templates.bytes("product.jte", parameters));
  }

  /** Each picture once, those of the first variant in front. */
  private static List<Shot> pictures(Pack pack, List<Item> variants, boolean lite) {
    LinkedHashSet<Shot> shots = new LinkedHashSet<>();
    variants.stream()
        .flatMap(item -> item.pictures().stream())
        .map(id -> Objects.requireNonNull(pack.looks().pictures().get(id)))
        .forEach(picture -> shots.add(Shot.of(picture, lite)));
    return List.copyOf(shots);
  }

  private static List<Passage> passages(List<Item> variants) {
    List<Passage> passages = new ArrayList<>();
    List<String> points = new ArrayList<>();
    for (String line : description(variants).lines().map(String::strip).toList()) {
      Matcher point = POINT.matcher(line);
      if (point.find()) {
        points.add(line.substring(point.end()));
        continue;
      }
      if (!points.isEmpty()) {
        passages.add(new Passage(true, points));
        points.clear();
      }
      if (!line.isEmpty()) {
        passages.add(new Passage(false, List.of(line)));
      }
    }
    if (!points.isEmpty()) {
      passages.add(new Passage(true, points));
    }
    return passages;
  }

  private static String description(List<Item> variants) {
    return variants.stream()
        .map(Item::description)
        .filter(description -> !description.isBlank())
        .findFirst()
        .orElse("");
  }

  /** "Includes 21 % tax." The rates of all variants, mostly one. */
  private static String tax(Pack pack, List<Item> variants) {
    TreeSet<Integer> rates = new TreeSet<>();
    variants.forEach(item -> rates.add(pack.rateOf(item).partsPerMillion()));
    if (rates.equals(new TreeSet<>(List.of(0)))) {
      return "No tax.";
    }
    String shown =
        rates.stream()
            .map(rate -> Words.percent(new TaxRate(rate)))
            .collect(Collectors.joining(" or "));
    return pack.taxIncluded()
        ? "Includes " + shown + " tax."
        : shown + " tax is added at the till.";
  }

  private static String otherPictures(String product, Sight sight) {
    return ShopWords.address(product, new Sight(!sight.lite(), "", 1, ""));
  }
}
