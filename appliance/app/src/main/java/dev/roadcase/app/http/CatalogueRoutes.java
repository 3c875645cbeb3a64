package dev.roadcase.app.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadcase.app.box.Box;
import dev.roadcase.core.fact.Hash;
import dev.roadcase.core.pack.Item;
import dev.roadcase.core.pack.Pack;
import dev.roadcase.core.pack.Sku;
import dev.roadcase.core.pack.Stock;
import dev.roadcase.wire.json.Json;
import dev.roadcase.wire.json.Malformed;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is on offer, as JSON. */
final class CatalogueRoutes implements Doors.Operations {
  private static final int PAGE = 200;

  private final Box box;

  CatalogueRoutes(Box box) {
    this.box = box;
  }

  @Override
  public Map<String, Handler<RoutingContext>> byId() {
    return Map.of("listItems", this::list, "getItem", this::one);
  }

  private void list(RoutingContext ctx) {
    Optional<Pack> present = box.catalogue().published();
    if (present.isEmpty()) {
      Reply.problem(ctx, nothingOnOffer());
      return;
    }
    Pack pack = present.get();
    int from = cursor(ctx.request().getParam("cursor"));
    int limit = limit(ctx.request().getParam("limit"));
    List<Item> items = List.copyOf(pack.items().values());
    int to = (int) Math.min(items.size(), (long) from + limit);
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
    Buffer body = Reply.bytes(page);
    String etag = '"' + Hash.of(body.getBytes()).value().substring(0, 22) + '"';
    ctx.response()
        .putHeader(HttpHeaders.ETAG, etag)
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache");
    if (etag.equals(ctx.request().getHeader(HttpHeaders.IF_NONE_MATCH))) {
      ctx.response().setStatusCode(304).end();
    } else {
      ctx.response().putHeader(HttpHeaders.CONTENT_TYPE, "application/json").end(body);
    }
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
    return node;
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
