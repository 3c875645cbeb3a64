package dev.roadcase.app.screens;

import dev.roadcase.app.shop.Changes;
import dev.roadcase.app.shop.Goods;
import dev.roadcase.app.shop.View;
import dev.roadcase.core.fact.Mode;
import dev.roadcase.core.pack.Item;
import dev.roadcase.core.pack.Pack;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The front of the shop: what is on offer, one card for each product, and a way to search. */
public final class ShopPage {
  /** Products of one page. */
  public static final int PAGE = 48;

  /** What is typed into the search beyond this is not looked for. */
  public static final int QUERY_MAX = 100;

  /** Pictures above the fold of a phone; those below load when they come near. */
  private static final int ABOVE_THE_FOLD = 4;

  /**
   * One product.
   *
   * @param price "€25.00", "from €25.00"
   * @param mark "only 3 left", "sold out", or nothing
   * @param variants "4 to choose from", or nothing
   * @param initial in place of a picture
   */
  public record Card(
      String product,
      String address,
      String title,
      String price,
      String mark,
      boolean gone,
      String variants,
      Optional<Shot> picture,
      String initial,
      boolean lazy) {}

  private ShopPage() {}

  /** The page, UTF-8. */
  public static byte[] page(View view, Sight sight) {
    if (view.goods().isEmpty()) {
      return nothingOnOffer(view.mode());
    }
    Goods goods = view.goods().get();
    Pack pack = goods.pack();
    List<List<Item>> found =
        sight.query().isBlank() ? goods.search().all() : goods.search().find(query(sight));
    int pages = pages(found.size());
    int page = Math.clamp(sight.page(), 1, pages);
    List<List<Item>> shown = found.subList((page - 1) * PAGE, Math.min(found.size(), page * PAGE));
    Map<String, Object> parameters = new HashMap<>();
    parameters.put("frame", ShopFrame.of(view, pack, sight, ""));
    parameters.put("cards", cards(view, pack, shown, sight));
    parameters.put("query", sight.query());
    parameters.put("count", count(found.size(), sight.query()));
    parameters.put("before", page > 1 ? link(sight, page - 1) : "");
    parameters.put("after", page < pages ? link(sight, page + 1) : "");
    parameters.put("place", pages > 1 ? "Page " + page + " of " + pages : "");
    parameters.put("other", sight.live() ? otherPictures(sight, page) : "");
    return Templates.bytes("shop.jte", parameters);
  }

  /** The page of a box without a pack, UTF-8. */
  public static byte[] nothingOnOffer(Mode mode) {
    return Templates.bytes("empty.jte", Map.of("frame", ShopFrame.empty(mode)));
  }

  /** For an address that is, or has become, no product: UTF-8. */
  public static byte[] nothingLikeThat(View view) {
    return view.goods()
        .map(goods ->
            Templates.bytes(
                "gone.jte",
                Map.of(
                    "frame", ShopFrame.of(view, goods.pack(), Sight.FRONT, "Not on offer here"))))
        .orElseGet(() -> nothingOnOffer(view.mode()));
  }

  /** For whoever asks the static twin for something that only the box has: UTF-8. */
  public static byte[] away(View view, String asOf) {
    return Templates.bytes(
        "away.jte",
        Map.of(
            "frame",
            ShopFrame.of(
                view, view.goods().orElseThrow().pack(), Sight.twin(1, asOf), "One moment")));
  }

  /** For whoever asks while others have the turn: UTF-8. */
  public static byte[] busy(View view) {
    return Templates.bytes(
        "busy.jte",
        Map.of(
            "frame",
            view.goods()
                .map(goods -> ShopFrame.of(view, goods.pack(), Sight.FRONT, "One moment"))
                .orElseGet(() -> ShopFrame.empty(view.mode()))));
  }

  /** Of how many pages a shop with so many products is. */
  public static int pages(int products) {
    return Math.max(1, (products + PAGE - 1) / PAGE);
  }

  private static String query(Sight sight) {
    return sight.query().substring(0, Math.min(sight.query().length(), QUERY_MAX));
  }

  private static List<Card> cards(View view, Pack pack, List<List<Item>> products, Sight sight) {
    ShopWords words = new ShopWords(view.left());
    List<Card> cards = new ArrayList<>();
    for (List<Item> variants : products) {
      Item first = variants.getFirst();
      Changes.Product state = words.product(variants);
      cards.add(
          new Card(
              first.product(),
              ShopWords.address(first.product(), sight.live() ? sight : Sight.FRONT),
              first.title(),
              state.price(),
              sight.live() ? state.mark() : "",
              sight.live() && state.gone(),
              variants.size() > 1 ? variants.size() + " to choose from" : "",
              picture(pack, variants, sight.lite()),
              initial(first.title()),
              cards.size() >= ABOVE_THE_FOLD));
    }
    return cards;
  }

  private static Optional<Shot> picture(Pack pack, List<Item> variants, boolean lite) {
    return variants.stream()
        .flatMap(item -> item.pictures().stream())
        .findFirst()
        .map(id -> pack.looks().pictures().get(id))
        .map(picture -> Shot.of(picture, lite));
  }

  private static String initial(String title) {
    return title
        .codePoints()
        .filter(Character::isLetterOrDigit)
        .mapToObj(c -> Character.toString(Character.toUpperCase(c)))
        .findFirst()
        .orElse("·");
  }

  private static String count(int found, String query) {
    String things = Words.counted(found, "thing", "things");
    return query.isBlank()
        ? things
        : (found == 0 ? "Nothing" : things) + " found for “" + query.strip() + "”";
  }

  private static String link(Sight sight, int page) {
    if (!sight.live()) {
      return page == 1 ? "/" : "/pages/" + page;
    }
    return "/?page=" + page + (sight.lite() ? "&lite=1" : "") + typed(sight);
  }

  private static String otherPictures(Sight sight, int page) {
    String rest = (page > 1 ? "&page=" + page : "") + typed(sight);
    if (sight.lite()) {
      return rest.isEmpty() ? "/" : "/?" + rest.substring(1);
    }
    return "/?lite=1" + rest;
  }

  private static String typed(Sight sight) {
    return sight.query().isBlank()
        ? ""
        : "&q=" + URLEncoder.encode(sight.query(), StandardCharsets.UTF_8);
  }
}
