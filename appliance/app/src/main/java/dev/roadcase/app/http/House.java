package dev.roadcase.app.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadcase.app.assets.AssetStore;
import dev.roadcase.app.box.Box;
import dev.roadcase.app.config.BoxConfig.Limits;
import dev.roadcase.app.config.BoxConfig.Listen;
import dev.roadcase.app.journal.Clock;
import dev.roadcase.app.journal.JournalReader;
import dev.roadcase.app.journal.Writer;
import dev.roadcase.app.metrics.BoxMetrics;
import dev.roadcase.app.screens.CrewView.NotSelling;
import dev.roadcase.app.shop.Changes;
import dev.roadcase.app.shop.Window;
import dev.roadcase.app.status.BoxJson;
import dev.roadcase.app.status.BoxStatus;
import dev.roadcase.app.status.CrewEyes;
import dev.roadcase.app.status.Release;
import dev.roadcase.core.fact.DeltaClass;
import dev.roadcase.core.fact.FactCodec;
import dev.roadcase.core.identity.Role;
import dev.roadcase.wire.json.Json;
import dev.roadcase.wire.x509.KitFolder;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/** What stands behind the doors: every route, and on which door it is. */
public final class House {
  /** What visitors get to see, and how many of them. */
  public record Shop(AssetStore assets, Window window, Changes changes, Limits limits) {}

  private final Vertx vertx;
  private final Shop shop;
  private final Clock clock;
  private final Answers answers;
  private final AssetRoutes assets;
  private final CatalogueRoutes catalogue;
  private final Doors.Operations receipts;
  private final Doors.Operations keys;
  private final Doors.Operations health;
  private final Doors.Operations money;
  private final Doors.Operations devices;
  private final Doors.Operations telemetry;
  private final Doors.Pages admin;
  private final PageRoutes pages;
  private final PriceRoutes prices;
  private final ChangesRoutes changes;
  private final Sessions sessions;
  private final BoxStatus status;
  private final BoxJson json;
  private final BoxMetrics metrics;

  public House(
      Vertx vertx,
      Box box,
      Writer writer,
      JournalReader reader,
      FactCodec codec,
      Sessions sessions,
      Clock clock,
      BoxStatus status,
      Shop shop,
      String adminToken) {
    this.shop = shop;
    this.vertx = vertx;
    this.sessions = sessions;
    this.status = status;
    this.json = new BoxJson(status);
    CopyCount copies =
        new CopyCount(
            box.ledger(), seq -> box.outbox().published(DeltaClass.P0).acked().contains(seq));
    CrewDoor crew = new CrewDoor(sessions.key(), clock);
    this.clock = clock;
    answers = new Answers(shop.window());
    changes = new ChangesRoutes(vertx, shop.changes(), shop.limits());
    assets = new AssetRoutes(vertx, shop.assets(), shop.limits().assetMemory());
    catalogue = new CatalogueRoutes(box, answers);
    receipts = new ReceiptRoutes(vertx, box, reader, codec, copies);
    keys = DeviceRoutes.keys(sessions);
    health = this::health;
    money = new MoneyRoutes(vertx, writer, box, sessions, copies);
    devices = new DeviceRoutes(vertx, writer, box, sessions);
    telemetry = new TelemetryRoutes(vertx, writer, sessions);
    metrics = new BoxMetrics(writer, box, () -> clock.now().wall());
    admin = new AdminRoutes(vertx, writer, box, adminToken, crew, json::write, metrics);
    pages = new PageRoutes(answers, crew, new CrewEyes(status), vertx);
    prices = new PriceRoutes(vertx, box, writer, crew);
    metrics.streams("catalogue", changes::listening);
    metrics.streams("panel", pages::listening);
  }

  /**
   * Opens the doors.
   *
   * @param clear makes way at the visitors' door, called just before the box listens there
   */
  public Future<Doors.Ports> open(
      KitFolder kit, Listen https, Listen http, Listen local, Callable<?> clear) {
    return Contract.load(vertx)
        .compose(contract -> {
          Doors.Rooms rooms =
              new Doors.Rooms(
                  contract,
                  assets,
                  catalogue,
                  List.of(
                      catalogue,
                      receipts,
                      keys,
                      health,
                      new ManifestRoutes(kit, answers, catalogue, shop.assets(), clock)),
                  List.of(money, devices, telemetry, () -> Map.of("getBox", this::box)),
                  this::publicPages,
                  router -> {
                    pages.crew(router);
                    prices.mount(router);
                  },
                  admin);
          Doors doors = new Doors(vertx, rooms, shop.limits(), kit.keyFile(), kit.chainFile());
          metrics.connections("http", doors::visitorsIn);
          metrics.connections("https", doors::devicesIn);
          return doors.open(https, http, local, clear);
        });
  }

  private Map<String, Handler<RoutingContext>> health() {
    return Map.of(
        "getHealth",
        ctx ->
            Reply.json(
                ctx,
                200,
                Json.MAPPER.createObjectNode().put("status", "up").put("release", Release.VERSION)),
        "getReady",
        ctx -> {
          List<NotSelling> why = status.notSelling();
          ObjectNode node = Json.MAPPER.createObjectNode();
          node.put("ready", why.isEmpty());
          ArrayNode reasons = node.putArray("why");
          why.forEach(reason -> reasons.add(reason.words()));
          Reply.json(ctx, why.isEmpty() ? 200 : 503, node);
        });
  }

  private void box(RoutingContext ctx) {
    if (Entrance.device(ctx, sessions, Role.CREW).isPresent()) {
      Reply.json(ctx, 200, json.write());
    }
  }

  private void publicPages(Router router) {
    pages.visitors(router);
    changes.mount(router);
    ReadyAnswer contract =
        ReadyAnswer.data(Contract.published(), "application/yaml", CacheClass.REVALIDATE);
    Ways.reading(router, "/openapi.yaml", ctx -> contract.send(ctx.request(), CacheClass.HIT));
  }
}
