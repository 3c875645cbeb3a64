package dev.roadcase.app.pages;

import dev.roadcase.app.box.Box;
import dev.roadcase.app.box.StockCommand.Count;
import dev.roadcase.app.http.Doors;
import dev.roadcase.app.http.Reply;
import dev.roadcase.app.http.Ways;
import dev.roadcase.app.journal.Writer;
import dev.roadcase.app.screens.Said;
import dev.roadcase.app.screens.StockPage;
import dev.roadcase.app.screens.Tone;
import dev.roadcase.core.pack.CountReason;
import dev.roadcase.core.pack.Item;
import dev.roadcase.core.pack.Quantity;
import dev.roadcase.core.pack.Sku;
import dev.roadcase.mesh.rights.CountOutcome;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The crew's stock list: read, and corrected by counting. Forms, so that any browser will do. */
public final class StockRoutes implements Doors.Pages {
  private static final int FORM_MAX = 4_096;

  /** Of the field for a count. */
  private static final int COUNT_MAX = 16;

  private static final String CUT = "Not counted: the form was cut short. Load the page again.";
  private static final String GONE =
      "Not counted: this is no longer for sale. Load the page again.";

  private final Vertx vertx;
  private final Box box;
  private final Writer writer;
  private final CrewDoor door;
  private final CrewFrames frames;
  private final CrewForms forms;

  public StockRoutes(
      Vertx vertx, Box box, Writer writer, CrewDoor door, CrewFrames frames, CrewForms forms) {
    this.vertx = vertx;
    this.box = box;
    this.writer = writer;
    this.door = door;
    this.frames = frames;
    this.forms = forms;
  }

  @Override
  public void mount(Router router) {
    router.get(StockPage.PATH).handler(this::list);
    forms.on(router, StockPage.PATH, FORM_MAX, StockPage.PATH, this::count);
    Ways.closed(router, StockPage.PATH, "GET, HEAD, POST");
  }

  private void list(RoutingContext ctx) {
    if (!door.admits(ctx)) {
      return;
    }
    // Anybody can write an address: only what is so is said.
    Optional<Said> said =
        item(ctx.request().getParam("counted"))
            .filter(item -> box.rights().publishedRight(item.sku()).count().at() > 0)
            .map(item -> StockPage.counted(item, box.rights().published(item.sku())));
    page(ctx, 200, FormText.query(ctx.request().getParam("q")), said, Optional.empty());
  }

  private void count(RoutingContext ctx) {
    if (!door.admits(ctx)) {
      return;
    }
    String query = FormText.query(ctx.request().getFormAttribute("q"));
    Optional<CountReason> reason =
        CountReason.of(String.valueOf(ctx.request().getFormAttribute("reason")));
    String typed = FormText.typed(ctx.request().getFormAttribute("counted"), COUNT_MAX);
    Quantity seen;
    long asOf;
    try {
      seen = new Quantity(Long.parseLong(String.valueOf(ctx.request().getFormAttribute("seen"))));
      asOf = Long.parseLong(String.valueOf(ctx.request().getFormAttribute("asof")));
    } catch (IllegalArgumentException e) {
      bad(ctx, 422, query, CUT);
      return;
    }
    Optional<Item> item = item(ctx.request().getFormAttribute("sku"));
    if (reason.isEmpty() || item.isEmpty()) {
      bad(ctx, 422, query, reason.isEmpty() ? CUT : GONE);
      return;
    }
    Quantity counted;
    try {
      counted = counted(item.get(), typed);
    } catch (IllegalArgumentException e) {
      page(
          ctx,
          422,
          query,
          Optional.of(
              new Said(
                  Tone.BAD,
                  "%s not counted: “%s” cannot be. %s"
                      .formatted(item.get().label(), typed, e.getMessage()))),
          Optional.of(Map.entry(item.get().sku().value(), typed)));
      return;
    }
    Future.fromCompletionStage(
            writer.submit(new Count(item.get().sku(), asOf, seen, counted, reason.get())),
            vertx.getOrCreateContext())
        .onSuccess(outcome -> answer(ctx, query, item.get(), counted, reason.get(), outcome))
        .onFailure(failure -> Reply.failed(ctx, failure));
  }

  /** Half a shirt is a slip of the thumb: only what was granted or sold in parts has parts. */
  private Quantity counted(Item item, String typed) {
    Quantity counted = Quantity.typed(typed);
    var right = box.rights().publishedRight(item.sku());
    if (!counted.isWhole() && right.granted().isWhole() && right.held().isWhole()) {
      long below = counted.milli() / 1000;
      throw new IllegalArgumentException(
          "It is sold by the piece: write %d or %d.".formatted(below, below + 1));
    }
    return counted;
  }

  private void answer(
      RoutingContext ctx,
      String query,
      Item item,
      Quantity counted,
      CountReason reason,
      CountOutcome outcome) {
    switch (outcome) {
      case CountOutcome.Counted _, CountOutcome.Same _ ->
          ctx.response()
              .setStatusCode(303)
              .putHeader(
                  HttpHeaders.LOCATION,
                  "%s?q=%s&counted=%s"
                      .formatted(
                          StockPage.PATH,
                          FormText.encoded(query),
                          FormText.encoded(item.sku().value())))
              .end();
      case CountOutcome.CountedMeanwhile(Quantity theirs) ->
          bad(
              ctx,
              409,
              query,
              "Not counted: somebody else counted %s of %s meanwhile. Look again."
                  .formatted(theirs, item.label()));
      case CountOutcome.Moved(Quantity seen, Quantity held) ->
          Reply.page(
              ctx,
              409,
              StockPage.question(item, seen, held, counted, reason, asOf(), frames.of(ctx), query));
      case CountOutcome.NotTracked _ ->
          bad(ctx, 422, query, "Not counted: " + item.label() + " is sold without counting.");
      case CountOutcome.UnknownSku _ -> bad(ctx, 422, query, GONE);
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
      Optional<Map.Entry<String, String>> refused) {
    // Before what is shown: a count in between is noticed.
    long asOf = asOf();
    Reply.page(
        ctx,
        status,
        StockPage.page(
            box.catalogue().published(),
            item -> box.rights().publishedRight(item.sku()),
            asOf,
            frames.of(ctx),
            query,
            said,
            refused));
  }

  private long asOf() {
    return box.heads().published().position();
  }

  private Optional<Item> item(@Nullable String text) {
    try {
      return text == null
          ? Optional.empty()
          : box.catalogue().published().flatMap(pack -> pack.item(new Sku(text)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
