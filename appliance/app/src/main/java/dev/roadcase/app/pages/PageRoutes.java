package dev.roadcase.app.pages;

import dev.roadcase.app.http.Answers;
import dev.roadcase.app.http.Asked;
import dev.roadcase.app.http.CacheClass;
import dev.roadcase.app.http.Content;
import dev.roadcase.app.http.DirectMemory;
import dev.roadcase.app.http.PersonsProblem;
import dev.roadcase.app.http.ReadyAnswer;
import dev.roadcase.app.http.Reply;
import dev.roadcase.app.http.Ways;
import dev.roadcase.app.screens.CrewPanel;
import dev.roadcase.app.screens.HelpPage;
import dev.roadcase.app.screens.ProductPage;
import dev.roadcase.app.screens.ScreenFiles;
import dev.roadcase.app.screens.ShopPage;
import dev.roadcase.app.screens.Sight;
import dev.roadcase.app.screens.ThemeSheet;
import dev.roadcase.app.screens.UnplugPage;
import dev.roadcase.core.pack.Theme;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Pages for people: the shop for everybody, the panel for the crew. */
public final class PageRoutes {
  private static final String CREW = "/crew";
  private static final int FORM_MAX = 4_096;

  private final Answers answers;
  private final Map<String, ReadyAnswer> files = new ConcurrentHashMap<>();
  private final Map<String, ReadyAnswer> unnamedFiles = new ConcurrentHashMap<>();
  private final CrewDoor door;
  private final CrewEyes eyes;
  private final CrewStream stream;
  private final DirectMemory memory;
  private final CrewForms forms;
  private final CrewFrames frames;

  public PageRoutes(
      Answers answers,
      DirectMemory memory,
      CrewForms forms,
      CrewDoor door,
      CrewEyes eyes,
      CrewStream stream,
      CrewFrames frames) {
    this.forms = forms;
    this.answers = answers;
    this.memory = memory;
    this.frames = frames;
    this.door = door;
    this.eyes = eyes;
    this.stream = stream;
  }

  /** What the shop looks like, for whatever may be wrong with the request: also its first line. */
  public void note(RoutingContext ctx) {
    PersonsProblem.note(ctx, answers.view());
    ctx.next();
  }

  public void visitors(Router router) {
    Ways.reading(router, "/", this::front);
    Ways.reading(router, "/products/:product", this::product);
    Ways.reading(router, ThemeSheet.PATH, this::theme);
    Ways.reading(router, ScreenFiles.PATH + ":name", this::file);
  }

  public void crew(Router router) {
    router.get(CREW).handler(this::panel);
    forms.on(router, CREW, FORM_MAX, CREW, this::enter);
    Ways.closed(router, CREW, "GET, HEAD, POST");
    Ways.stream(router, CrewPanel.EVENTS, this::events);
    Ways.reading(router, HelpPage.PATH, this::help);
    Ways.reading(router, UnplugPage.PATH, this::unplug);
    frames.mount(router);
  }

  private void front(RoutingContext ctx) {
    Sight sight = sight(ctx);
    if (sight.query().isBlank()) {
      int pages =
          answers.view().goods().map(goods -> ShopPage.pages(goods.products().size())).orElse(1);
      // Beyond the last page is the last page, and not another answer for each number.
      Sight shown = new Sight(sight.lite(), "", Math.min(sight.page(), pages), "");
      String name = "front " + shown.page() + (shown.lite() ? " lite" : "");
      answers.send(ctx.request(), name, view -> page(ShopPage.page(view, shown)));
    } else {
      // Everybody looks for something else: made for this one, kept for nobody.
      answers.sendOnce(ctx.request(), view -> page(ShopPage.page(view, sight)));
    }
  }

  private void product(RoutingContext ctx) {
    String product = Asked.path(ctx, "product");
    if (!answers.view().goods().map(goods -> goods.products().containsKey(product)).orElse(false)) {
      Reply.page(ctx, 404, ShopPage.nothingLikeThat(answers.view()));
      return;
    }
    boolean lite = sight(ctx).lite();
    Sight sight = new Sight(lite, "", 1, "");
    answers.send(
        ctx.request(),
        "product " + lite + " " + product,
        view ->
            page(
                ProductPage.page(view, product, sight)
                    .orElseGet(() -> ShopPage.nothingLikeThat(view))));
  }

  private void theme(RoutingContext ctx) {
    Theme theme =
        answers.view().goods().map(goods -> goods.pack().looks().theme()).orElse(Theme.plain(""));
    ThemeSheet sheet = ThemeSheet.of(theme);
    boolean named = sheet.version().equals(ctx.request().getParam("v"));
    answers.send(
        ctx.request(),
        "theme " + named,
        _ ->
            Content.data(
                sheet.css(),
                "text/css; charset=utf-8",
                named ? CacheClass.IMMUTABLE : CacheClass.REVALIDATE));
  }

  private static Content page(byte[] html) {
    return Content.page(html, ScreenFiles.SECURITY_POLICY);
  }

  private static Sight sight(RoutingContext ctx) {
    boolean lite =
        "1".equals(ctx.request().getParam("lite"))
            || "on".equalsIgnoreCase(ctx.request().getHeader("Save-Data"));
    String query = ctx.request().getParam("q");
    String page = ctx.request().getParam("page");
    return new Sight(
        lite,
        query == null ? "" : query.substring(0, Math.min(query.length(), ShopPage.QUERY_MAX)),
        page != null && page.matches("[1-9][0-9]{0,4}") ? Integer.parseInt(page) : 1,
        "");
  }

  private void panel(RoutingContext ctx) {
    Optional<String> ticket = door.shown(ctx);
    if (ticket.isPresent()) {
      Reply.page(ctx, 200, CrewPanel.entrance(ticket.get(), frames.of(ctx)));
    } else if (door.admits(ctx)) {
      Reply.page(ctx, 200, CrewPanel.page(eyes.look(), frames.of(ctx)));
    }
  }

  private void help(RoutingContext ctx) {
    if (door.admits(ctx)) {
      Reply.page(ctx, 200, HelpPage.page(frames.of(ctx)));
    }
  }

  private void unplug(RoutingContext ctx) {
    if (door.admits(ctx)) {
      CrewEyes.UnplugAnswer asked = eyes.unplug();
      Reply.page(ctx, 200, UnplugPage.page(asked.answer(), asked.clock(), frames.of(ctx)));
    }
  }

  private void enter(RoutingContext ctx) {
    if (door.enter(ctx) || door.admits(ctx)) {
      // The address without the ticket can be kept and loaded again.
      ctx.response().setStatusCode(303).putHeader(HttpHeaders.LOCATION, CREW).end();
    }
  }

  private void events(RoutingContext ctx) {
    stream.open(ctx, () -> CrewPanel.fragments(eyes.look()));
  }

  private void file(RoutingContext ctx) {
    String name = Asked.path(ctx, "name");
    Optional<ScreenFiles.File> file = ScreenFiles.find(name);
    if (file.isEmpty()) {
      Reply.problem(ctx, Reply.ofStatus(404));
      return;
    }
    boolean named = file.get().version().equals(ctx.request().getParam("v"));
    (named ? files : unnamedFiles)
        .computeIfAbsent(
            name,
            _ ->
                ReadyAnswer.kept(
                    Content.data(
                        file.get().bytes(),
                        file.get().type(),
                        named ? CacheClass.IMMUTABLE : CacheClass.REVALIDATE),
                    memory))
        .send(ctx.request(), CacheClass.HIT);
  }
}
