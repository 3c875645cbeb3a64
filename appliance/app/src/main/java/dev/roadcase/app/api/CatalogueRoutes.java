package dev.roadcase.app.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadcase.app.box.Box;
import dev.roadcase.app.http.Answers;
import dev.roadcase.app.http.Asked;
import dev.roadcase.app.http.CacheClass;
import dev.roadcase.app.http.Content;
import dev.roadcase.app.http.Doors;
import dev.roadcase.app.http.ReadyAnswer;
import dev.roadcase.app.http.ReadyAnswers;
import dev.roadcase.app.http.Reply;
import dev.roadcase.app.problem.Problem;
import dev.roadcase.app.shop.Goods;
import dev.roadcase.app.shop.View;
import dev.roadcase.core.pack.AssetId;
import dev.roadcase.core.pack.Item;
import dev.roadcase.core.pack.Pack;
import dev.roadcase.core.pack.Picture;
import dev.roadcase.core.pack.Sku;
import dev.roadcase.core.pack.Stock;
import dev.roadcase.wire.json.Json;
import dev.roadcase.wire.json.Malformed;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is on offer, as JSON. */
public final class CatalogueRoutes implements Doors.Operations, ReadyAnswers {
  static final String PATH = "/catalogue/items";

  private static final int PAGE = 200;

  private static final String FIRST = name(0, PAGE);

  /** What a careful client asks for, who does not trust defaults. */
  private static final String FIRST_PAGE = PATH + "?limit=" + PAGE;

  /** What clients ask for, and what is therefore kept: the default, the demo's tills', the most. */
  private static final Set<Integer> USUAL = Set.of(PAGE, 500, 1000);

  private final Box box;
  private final Answers answers;
  private volatile @Nullable Bounds bounds;

  /** Where pages end, for as long as the same goods are on offer. */
  private record Bounds(Goods of, CataloguePages pages) {}

  public CatalogueRoutes(Box box, Answers answers) {
    this.box = box;
    this.answers = answers;
  }

  @Override
  public Map<String, Handler<RoutingContext>> byId() {
    return Map.of("listItems", this::list, "getItem", this::one);
  }

  /** Whether that is the first page in its usual size, said or not. */
  @Override
  public boolean has(String target) {
    return target.equals(PATH) || target.equals(FIRST_PAGE);
  }

  @Override
  public @Nullable ReadyAnswer ready(String target) {
    return answers.ready(FIRST);
  }

  /** The first page. False when there is nothing on offer yet. */
  @Override
  public boolean serve(HttpServerRequest request, String target) {
    if (answers.view().goods().isEmpty()) {
      return false;
    }
    answers.send(request, FIRST, view -> page(view, 0, PAGE));
    return true;
  }

  private void list(RoutingContext ctx) {
    Optional<Goods> goods = answers.view().goods();
    if (goods.isEmpty()) {
      Reply.problem(ctx, nothingOnOffer());
      return;
    }
    int from = cursor(ctx.request().getParam("cursor"));
    int limit = limit(ctx.request().getParam("limit"));
    Answers.Maker maker = view -> page(view, from, limit);
    // What a guest may choose out of thousands is made for him alone.
    if (USUAL.contains(limit) && pages(goods.get()).begins(from, limit)) {
      answers.send(ctx.request(), name(from, limit), maker);
    } else {
      answers.sendOnce(ctx.request(), maker);
    }
  }

  /**
   * The ETag of the first page: changes with every price and every piece that is sold. On a thread
   * that may make it.
   */
  String etag() {
    return answers.made(FIRST, view -> page(view, 0, PAGE)).etag();
  }

  @SuppressWarnings("ReferenceEquality") // other goods are put there with each pack and price
  private CataloguePages pages(Goods goods) {
    Bounds now = bounds;
    if (now == null || now.of() != goods) {
      now = new Bounds(goods, CataloguePages.of(goods.pack(), goods.items()));
      bounds = now;
    }
    return now.pages();
  }

  private static String name(int from, int limit) {
    return "items " + from + " " + limit;
  }

  private Content page(View view, int from, int limit) {
    Goods goods = view.goods().orElseThrow();
    Pack pack = goods.pack();
    List<Item> items = goods.items();
    int to = pages(goods).end(from, limit);
    ObjectNode page = Json.MAPPER.createObjectNode();
    page.putObject("pack")
        .put("id", pack.id().hex())
        .put("version", pack.version())
        .put("show", pack.show())
        .put("currency", pack.currency().getCurrencyCode())
        .put("taxIncluded", pack.taxIncluded());
    ArrayNode list = page.putArray("items");
    for (Item item : items.subList(Math.min(from, to), to)) {
      list.add(json(pack, item));
    }
    if (to < items.size()) {
      page.put("next", Integer.toString(to));
    } else {
      page.putNull("next");
    }
    return Content.data(Reply.bytes(page).getBytes(), "application/json", CacheClass.REVALIDATE);
  }

  private void one(RoutingContext ctx) {
    Optional<Pack> present = box.catalogue().published();
    Optional<Item> item =
        present.flatMap(pack -> {
          try {
            return pack.item(new Sku(Asked.path(ctx, "sku")));
          } catch (IllegalArgumentException e) {
            return Optional.empty();
          }
        });
    if (present.isEmpty()) {
      Reply.problem(ctx, nothingOnOffer());
    } else if (item.isEmpty()) {
      Reply.problem(
          ctx, Problem.of(404, "unknown-sku", "Not on offer here", "This box sells no such item."));
    } else {
      ctx.response().putHeader(HttpHeaders.CACHE_CONTROL, CacheClass.SHORT.value());
      Reply.json(ctx, 200, json(present.get(), item.get()));
    }
  }

  private ObjectNode json(Pack pack, Item item) {
    ObjectNode node = Json.MAPPER.createObjectNode();
    node.put("sku", item.sku().value());
    node.put("product", item.product());
    node.put("title", item.title());
    ArrayNode options = node.putArray("options");
    item.options().forEach(options::add);
    node.put("description", item.description());
    node.put("price", item.price().minor());
    node.putObject("tax")
        .put("class", item.taxClass())
        .put("ppm", pack.rateOf(item).partsPerMillion());
    switch (item.stock()) {
      case Stock.Untracked() -> node.putNull("left");
      case Stock.Tracked(var _) -> node.put("left", box.rights().published(item.sku()).milli());
    }
    ArrayNode pictures = node.putArray("pictures");
    for (AssetId id : item.pictures()) {
      picture(pictures.addObject(), pack.looks().pictures().get(id));
    }
    return node;
  }

  private static void picture(ObjectNode node, @Nullable Picture picture) {
    if (picture == null) {
      throw new IllegalStateException("checked when the pack was made");
    }
    node.put("alt", picture.alt());
    ArrayNode renditions = node.putArray("renditions");
    for (Picture.Rendition rendition : picture.renditions()) {
      renditions
          .addObject()
          .put("asset", rendition.id().hex())
          .put("type", rendition.type())
          .put("width", rendition.width())
          .put("height", rendition.height())
          .put("size", rendition.size());
    }
  }

  private static Problem nothingOnOffer() {
    return Problem.of(
            503,
            "nothing-on-offer",
            "The box has no pack",
            "The crew has not loaded the show's pack yet.")
        .retryAfter(10);
  }

  private static int cursor(@Nullable String text) {
    if (text == null) {
      return 0;
    }
    try {
      int at = Integer.parseInt(text);
      if (at >= 0) {
        return at;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new Malformed("\"cursor\" is what \"next\" of the page before says");
  }

  private static int limit(@Nullable String text) {
    try {
      return text == null ? PAGE : Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new Malformed("\"limit\" is a whole number from 1 to 1000");
    }
  }
}
