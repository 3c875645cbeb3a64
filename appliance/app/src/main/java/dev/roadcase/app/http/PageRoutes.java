package dev.roadcase.app.http;

import dev.roadcase.app.box.Box;
import dev.roadcase.app.screens.CrewPanel;
import dev.roadcase.app.screens.ScreenFiles;
import dev.roadcase.app.screens.ShopPage;
import dev.roadcase.app.status.CrewEyes;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/** Pages for people: the shop for everybody, the panel for the crew. */
final class PageRoutes {
  /** How often a panel is looked at for news. A stream that nobody reads is closed, not filled. */
  private static final long LOOK_MILLIS = 500;

  private static final int BEAT_EVERY_LOOKS = 4;

  private final Box box;
  private final CrewDoor door;
  private final CrewEyes eyes;
  private final Vertx vertx;

  PageRoutes(Box box, CrewDoor door, CrewEyes eyes, Vertx vertx) {
    this.box = box;
    this.door = door;
    this.eyes = eyes;
    this.vertx = vertx;
  }

  void visitors(Router router) {
    router.get("/").handler(ctx -> page(ctx, 200, shop()));
    router.get(ScreenFiles.PATH + ":name").handler(PageRoutes::file);
  }

  void crew(Router router) {
    router.get("/crew").handler(this::panel);
    router.get(CrewPanel.EVENTS).handler(this::events);
  }

  private byte[] shop() {
    return box.catalogue()
        .published()
        .map(pack -> ShopPage.page(pack, box.identity().mode(), box.rights()::published))
        .orElseGet(() -> ShopPage.nothingOnOffer(box.identity().mode()));
  }

  private void panel(RoutingContext ctx) {
    if (door.enter(ctx)) {
      // The ticket is used up; the address without it can be kept and loaded again.
      ctx.response().setStatusCode(303).putHeader(HttpHeaders.LOCATION, "/crew").end();
    } else if (door.admits(ctx)) {
      page(ctx, 200, CrewPanel.page(eyes.look()));
    }
  }

  private void events(RoutingContext ctx) {
    if (!door.admits(ctx)) {
      return;
    }
    HttpServerResponse response = ctx.response();
    response
        .setChunked(true)
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    AtomicReference<Map<String, String>> sent = new AtomicReference<>(Map.of());
    int[] looks = {0};
    long timer =
        vertx.setPeriodic(
            0,
            LOOK_MILLIS,
            _ -> {
              if (response.writeQueueFull()) {
                return;
              }
              Map<String, String> now = CrewPanel.fragments(eyes.look());
              if (!now.equals(sent.get()) || looks[0]++ % BEAT_EVERY_LOOKS == 0) {
                response.write(Buffer.buffer(CrewPanel.news(sent.getAndSet(now), now)));
              }
            });
    response.closeHandler(_ -> vertx.cancelTimer(timer));
    response.exceptionHandler(_ -> vertx.cancelTimer(timer));
  }

  static void page(RoutingContext ctx, int status, byte[] html) {
    ctx.response()
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/html; charset=utf-8")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .putHeader("Content-Security-Policy", ScreenFiles.SECURITY_POLICY)
        .end(Buffer.buffer(html));
  }

  private static void file(RoutingContext ctx) {
    ScreenFiles.find(Asked.path(ctx, "name"))
        .ifPresentOrElse(
            file -> {
              ctx.response()
                  .putHeader(HttpHeaders.ETAG, file.etag())
                  .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache");
              if (file.etag().equals(ctx.request().getHeader(HttpHeaders.IF_NONE_MATCH))) {
                ctx.response().setStatusCode(304).end();
              } else {
                ctx.response()
                    .putHeader(HttpHeaders.CONTENT_TYPE, file.type())
                    .end(Buffer.buffer(file.bytes()));
              }
            },
            () -> Reply.problem(ctx, Reply.ofStatus(404)));
  }
}
