package dev.roadcase.app.pages;

import dev.roadcase.app.box.Box;
import dev.roadcase.app.box.ShopCommand.ChangePrice;
import dev.roadcase.app.clock.Clock;
import dev.roadcase.app.http.Doors;
import dev.roadcase.app.http.Reply;
import dev.roadcase.app.http.Ways;
import dev.roadcase.app.journal.Writer;
import dev.roadcase.app.screens.PricePage;
import dev.roadcase.app.screens.Said;
import dev.roadcase.app.screens.Tone;
import dev.roadcase.core.pack.Item;
import dev.roadcase.core.pack.Money;
import dev.roadcase.core.pack.Pack;
import dev.roadcase.core.pack.Sku;
import dev.roadcase.mesh.catalogue.PriceOutcome;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The crew's price list: read and change. Forms, so that it works in any browser. */
public final class PriceRoutes implements Doors.Pages {
  /** For the options of one product: a few thousand of them. */
  private static final int FORM_MAX = 65_536;

  /** Of the field for a price. */
  private static final int PRICE_MAX = 16;

  /** Of a long list, enough to say what was changed. */
  private static final int ADDRESS_MAX = 60;

  private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);

  private final Vertx vertx;
  private final Box box;
  private final Writer writer;
  private final CrewDoor door;
  private final CrewFrames frames;
  private final Clock clock;
  private final CrewForms forms;
  private final RecentChanges recent = new RecentChanges();

  public PriceRoutes(
      Vertx vertx,
      Box box,
      Writer writer,
      CrewDoor door,
      CrewFrames frames,
      Clock clock,
      CrewForms forms) {
    this.forms = forms;
    this.vertx = vertx;
    this.box = box;
    this.writer = writer;
    this.door = door;
    this.frames = frames;
    this.clock = clock;
  }

  @Override
  public void mount(Router router) {
    router.get(PricePage.PATH).handler(this::list);
    forms.on(router, PricePage.PATH, FORM_MAX, PricePage.PATH, this::change);
    Ways.closed(router, PricePage.PATH, "GET, HEAD, POST");
  }

  private void list(RoutingContext ctx) {
    if (!door.admits(ctx)) {
      return;
    }
    List<Item> changed = items(ctx.queryParam("changed"));
    page(
        ctx,
        200,
        FormText.query(ctx.request().getParam("q")),
        sameProductAndPrice(changed) ? Optional.of(PricePage.changed(changed)) : Optional.empty(),
        Optional.empty());
  }

  /** Anybody can write an address: only what is so is said. */
  private static boolean sameProductAndPrice(List<Item> items) {
    return !items.isEmpty()
        && items.stream()
            .allMatch(item ->
                item.product().equals(items.getFirst().product())
                    && item.price().equals(items.getFirst().price()));
  }

  private void change(RoutingContext ctx) {
    if (!door.admits(ctx)) {
      return;
    }
    String query = FormText.query(ctx.request().getFormAttribute("q"));
    List<String> asked = ctx.request().formAttributes().getAll("sku");
    List<Item> items = items(asked);
    Optional<Pack> pack = box.catalogue().published();
    if (asked.isEmpty()) {
      bad(ctx, 422, query, "Not changed: the form was cut short. Load the page again.");
      return;
    }
    if (items.isEmpty() || items.size() != asked.size() || pack.isEmpty()) {
      bad(ctx, 422, query, "Not changed: this is no longer for sale. Load the page again.");
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
      bad(ctx, 422, query, "Not changed: the form was cut short. Load the page again.");
      return;
    } catch (IllegalArgumentException e) {
      String typed = FormText.typed(ctx.request().getFormAttribute("price"), PRICE_MAX);
      page(
          ctx,
          422,
          query,
          Optional.of(
              new Said(
                  Tone.BAD,
                  PricePage.named(items)
                      + " not changed: “"
                      + typed
                      + "” is no price. "
                      + PricePage.howToWrite(pack.get().currency()))),
          Optional.of(
              new PricePage.Typed(items.stream().map(item -> item.sku().value()).toList(), typed)));
      return;
    }
    // A slip of the thumb would give it away, or price it by the hundred; a second look is a tap.
    if (PricePage.isFar(seen, wanted) && !"yes".equals(ctx.request().getFormAttribute("sure"))) {
      Reply.page(ctx, 200, PricePage.question(items, seen, wanted, frames.of(ctx), query));
      return;
    }
    List<Future<PriceOutcome>> outcomes =
        items.stream()
            .map(item ->
                Future.fromCompletionStage(
                    writer.submit(new ChangePrice(item.sku(), seen, wanted.minor())),
                    vertx.getOrCreateContext()))
            .toList();
    Future.join(outcomes).onComplete(_ -> answer(ctx, query, items, outcomes, seen, wanted));
  }

  /** Each item is a change of its own: what was changed is said, whatever came of the others. */
  private void answer(
      RoutingContext ctx,
      String query,
      List<Item> items,
      List<Future<PriceOutcome>> outcomes,
      long seen,
      Money wanted) {
    List<Item> changed = new ArrayList<>();
    // Of a form that is sent again, nothing: it is listed already.
    List<Item> news = new ArrayList<>();
    Optional<Money> moved = Optional.empty();
    Optional<Throwable> failure = Optional.empty();
    for (int i = 0; i < items.size(); i++) {
      Future<PriceOutcome> outcome = outcomes.get(i);
      if (outcome.failed()) {
        failure = Optional.of(outcome.cause());
        continue;
      }
      switch (outcome.result()) {
        case PriceOutcome.Changed _ -> {
          changed.add(items.get(i).at(wanted));
          news.add(items.get(i).at(wanted));
        }
        case PriceOutcome.Same _ -> changed.add(items.get(i).at(wanted));
        case PriceOutcome.Moved(Money present) -> moved = Optional.of(present);
        case PriceOutcome.UnknownSku _, PriceOutcome.NothingOnOffer _ -> {}
      }
    }
    if (!news.isEmpty()) {
      recent.add(
          new PricePage.Change(
              CLOCK.format(Instant.ofEpochMilli(clock.now().wall()).atZone(ZoneId.systemDefault())),
              news.stream().map(item -> item.sku().value()).toList(),
              PricePage.named(news),
              new Money(seen, wanted.currency()),
              wanted));
    }
    if (changed.size() == items.size()) {
      ctx.response()
          .setStatusCode(303)
          .putHeader(
              HttpHeaders.LOCATION,
              PricePage.PATH
                  + "?q="
                  + FormText.encoded(query)
                  + changed.stream()
                      .limit(ADDRESS_MAX)
                      .map(item -> "&changed=" + FormText.encoded(item.sku().value()))
                      .collect(Collectors.joining()))
          .end();
    } else if (failure.isPresent() && changed.isEmpty()) {
      Reply.failed(ctx, failure.get());
    } else if (changed.isEmpty()) {
      bad(
          ctx,
          moved.isPresent() ? 409 : 422,
          query,
          moved
              .map(present ->
                  "Not changed: somebody else made it "
                      + PricePage.text(present)
                      + " meanwhile. Look again.")
              .orElse("Not changed: this is no longer for sale."));
    } else {
      bad(
          ctx,
          409,
          query,
          "Only %d of %d were changed: the others had another price meanwhile. Look again."
              .formatted(changed.size(), items.size()));
    }
  }

  private void bad(RoutingContext ctx, int status, String query, String sentence) {
    page(ctx, status, query, Optional.of(new Said(Tone.BAD, sentence)), Optional.empty());
  }

  private void page(
      RoutingContext ctx,
      int status,
      String query,
      Optional<Said> said,
      Optional<PricePage.Typed> typed) {
    Optional<Pack> pack = box.catalogue().published();
    Reply.page(
        ctx,
        status,
        PricePage.page(
            pack, frames.of(ctx), query, said, pack.map(recent::of).orElse(List.of()), typed));
  }

  /** Those of them that are for sale. */
  private List<Item> items(List<String> skus) {
    Optional<Pack> pack = box.catalogue().published();
    return pack.isEmpty()
        ? List.of()
        : skus.stream()
            .distinct()
            .flatMap(sku -> sku(sku).stream())
            .flatMap(sku -> pack.get().item(sku).stream())
            .toList();
  }

  private static Optional<Sku> sku(@Nullable String text) {
    try {
      return text == null ? Optional.empty() : Optional.of(new Sku(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
