package dev.roadcase.app.http;

import dev.roadcase.app.box.Box;
import dev.roadcase.app.box.Command.ChangePrice;
import dev.roadcase.app.journal.Writer;
import dev.roadcase.app.screens.PricePage;
import dev.roadcase.app.screens.Said;
import dev.roadcase.app.screens.Tone;
import dev.roadcase.core.pack.Item;
import dev.roadcase.core.pack.Money;
import dev.roadcase.core.pack.Pack;
import dev.roadcase.core.pack.Sku;
import dev.roadcase.mesh.catalogue.PriceOutcome;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The crew's price list: read and change. Forms, so that it works in any browser. */
final class PriceRoutes implements Doors.Pages {
  private static final int FORM_MAX = 4_096;
  private static final int QUERY_MAX = 80;

  private final Vertx vertx;
  private final Box box;
  private final Writer writer;
  private final CrewDoor door;
  private final ReadBody bodies;

  PriceRoutes(Vertx vertx, Box box, Writer writer, CrewDoor door, ReadBody bodies) {
    this.bodies = bodies;
    this.vertx = vertx;
    this.box = box;
    this.writer = writer;
    this.door = door;
  }

  @Override
  public void mount(Router router) {
    router.get(PricePage.PATH).handler(this::list);
    bodies.on(router.post(PricePage.PATH), FORM_MAX).handler(this::change);
    Ways.closed(router, PricePage.PATH, "GET, HEAD, POST");
  }

  private void list(RoutingContext ctx) {
    if (!door.admits(ctx)) {
      return;
    }
    String changed = ctx.request().getParam("changed");
    Optional<Said> said =
        sku(changed)
            .flatMap(sku -> box.catalogue().published().flatMap(pack -> pack.item(sku)))
            .map(PricePage::changed);
    page(ctx, 200, query(ctx.request().getParam("q")), said);
  }

  private void change(RoutingContext ctx) {
    if (!door.admitsForm(ctx, PricePage.PATH)) {
      return;
    }
    String query = query(ctx.request().getFormAttribute("q"));
    Optional<Sku> sku = sku(ctx.request().getFormAttribute("sku"));
    Optional<Pack> pack = box.catalogue().published();
    if (sku.isEmpty() || pack.isEmpty()) {
      bad(ctx, 422, query, "There is no such item on offer.");
      return;
    }
    long seen;
    Money wanted;
    try {
      seen = Long.parseLong(String.valueOf(ctx.request().getFormAttribute("seen")));
      wanted =
          Money.typed(
              String.valueOf(ctx.request().getFormAttribute("price")), pack.get().currency());
    } catch (NumberFormatException e) {
      bad(ctx, 422, query, "The form was cut short. Load the page again.");
      return;
    } catch (IllegalArgumentException e) {
      bad(ctx, 422, query, "Nothing was changed: " + e.getMessage() + ".");
      return;
    }
    // A slip of the thumb would give it away; a second look costs a tap.
    if (wanted.minor() == 0 && seen != 0 && !"yes".equals(ctx.request().getFormAttribute("free"))) {
      Optional<Item> item = pack.get().item(sku.get());
      if (item.isEmpty()) {
        bad(ctx, 422, query, "There is no such item on offer.");
      } else {
        PageRoutes.page(
            ctx, 200, PricePage.question(item.get(), seen, box.identity().mode(), query));
      }
      return;
    }
    Context loop = vertx.getOrCreateContext();
    var _ =
        writer
            .submit(new ChangePrice(sku.get(), seen, wanted.minor()))
            .whenComplete((outcome, failure) ->
                loop.runOnContext(_ -> {
                  if (failure != null) {
                    Reply.failed(ctx, failure);
                  } else {
                    answer(ctx, query, sku.get(), outcome);
                  }
                }));
  }

  private void answer(RoutingContext ctx, String query, Sku sku, PriceOutcome outcome) {
    switch (outcome) {
      case PriceOutcome.Changed _, PriceOutcome.Same _ ->
          ctx.response()
              .setStatusCode(303)
              .putHeader(
                  HttpHeaders.LOCATION,
                  PricePage.PATH + "?q=" + encoded(query) + "&changed=" + encoded(sku.value()))
              .end();
      case PriceOutcome.Moved(Money present) ->
          bad(
              ctx,
              409,
              query,
              "Nothing was changed: somebody else made it " + present + " meanwhile. Look again.");
      case PriceOutcome.UnknownSku _, PriceOutcome.NothingOnOffer _ ->
          bad(ctx, 422, query, "There is no such item on offer.");
    }
  }

  private void bad(RoutingContext ctx, int status, String query, String sentence) {
    page(ctx, status, query, Optional.of(new Said(Tone.BAD, sentence)));
  }

  private void page(RoutingContext ctx, int status, String query, Optional<Said> said) {
    PageRoutes.page(
        ctx,
        status,
        PricePage.page(box.catalogue().published(), box.identity().mode(), query, said));
  }

  private static Optional<Sku> sku(@Nullable String text) {
    try {
      return text == null ? Optional.empty() : Optional.of(new Sku(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static String query(@Nullable String text) {
    return text == null ? "" : text.substring(0, Math.min(text.length(), QUERY_MAX));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
