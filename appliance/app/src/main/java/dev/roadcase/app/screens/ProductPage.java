package dev.roadcase.app.screens;

import dev.roadcase.app.shop.Goods;
import dev.roadcase.app.shop.View;
import dev.roadcase.core.pack.Item;
import dev.roadcase.core.pack.Pack;
import dev.roadcase.core.pack.TaxRate;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** One product: its pictures, its variants with price and stock, what it is. */
public final class ProductPage {

  /**
   * One thing that can be bought.
   *
   * @param options what sets it apart from the product's others; the title when nothing does
   * @param left "12 left", "only 3 left", "sold out"; empty for what is not counted
   */
  public record Variant(
      String sku, String options, String price, String left, boolean gone, boolean few) {}

  private ProductPage() {}

  /** The page, UTF-8; nothing when there is no such product. */
  public static Optional<byte[]> page(View view, String product, Sight sight) {
    Optional<Goods> goods = view.goods();
    List<Item> variants = goods.map(there -> there.products().get(product)).orElse(null);
    if (goods.isEmpty() || variants == null) {
      return Optional.empty();
    }
    Pack pack = goods.get().pack();
    ShopWords words = new ShopWords(view.left());
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
    parameters.put("paragraphs", paragraphs(variants));
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

  private static List<String> paragraphs(List<Item> variants) {
    String text =
        variants.stream()
            .map(Item::description)
            .filter(description -> !description.isBlank())
            .findFirst()
            .orElse("");
    return text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
  }

  /** "21 % tax is included." The rates of all variants, mostly one. */
  private static String tax(Pack pack, List<Item> variants) {
    TreeSet<Integer> rates = new TreeSet<>();
    variants.forEach(item -> rates.add(pack.rateOf(item).partsPerMillion()));
    if (rates.equals(new TreeSet<>(List.of(0)))) {
      return "No tax on this.";
    }
    String shown =
        rates.stream().map(rate -> percent(new TaxRate(rate))).collect(Collectors.joining(" or "));
    return shown + " tax " + (pack.taxIncluded() ? "is included." : "is added at the till.");
  }

  private static String percent(TaxRate rate) {
    return BigDecimal.valueOf(rate.partsPerMillion(), 4).stripTrailingZeros().toPlainString()
        + Words.NB
        + "%";
  }

  private static String otherPictures(String product, Sight sight) {
    return ShopWords.address(product, new Sight(!sight.lite(), "", 1, ""));
  }
}
