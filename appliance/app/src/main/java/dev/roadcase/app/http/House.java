package dev.roadcase.app.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadcase.app.assets.AssetStore;
import dev.roadcase.app.box.Box;
import dev.roadcase.app.config.BoxConfig.Limits;
import dev.roadcase.app.config.BoxConfig.Listen;
import dev.roadcase.app.export.ExportRegister;
import dev.roadcase.app.journal.Clock;
import dev.roadcase.app.journal.JournalReader;
import dev.roadcase.app.journal.NotNow;
import dev.roadcase.app.journal.Writer;
import dev.roadcase.app.line.Bodies;
import dev.roadcase.app.line.Octets;
import dev.roadcase.app.line.Vestibule;
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
import dev.roadcase.core.identity.Scope;
import dev.roadcase.wire.json.Json;
import dev.roadcase.wire.jws.SigningKey;
import dev.roadcase.wire.x509.KeyStores;
import dev.roadcase.wire.x509.KitFolder;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** What stands behind the doors: every route, and on which door it is. */
public final class House {
  /** What visitors get to see, and how many of them. */
  public record Shop(AssetStore assets, Window window, Changes changes, Limits limits) {}

  /** Of how many views answers may be beside the heap: the present one, and those being read. */
  private static final long VIEWS = 3;

  /** Octets for style sheets, scripts and the contract. */
  private static final long FIXED = 2L << 20;

  private final Vertx vertx;
  private final ReadBody bodies;
  private final Octets held;
  private final Octets waiting;
  private final DirectMemory memory;
  private final Shop shop;
  private final RequestCredentials credentials;
  private final Clock clock;
  private final Answers answers;
  private final AssetRoutes assets;
  private final CatalogueRoutes catalogue;
  private final ReceiptRoutes receipts;
  private final OAuthRoutes oauth;
  private final AuthPages authPages;
  private final Doors.Operations health;
  private final Doors.Operations money;
  private final Doors.Operations devices;
  private final Doors.Operations telemetry;
  private final Doors.Pages admin;
  private final PageRoutes pages;
  private final ReceiptSearch receiptSearch;
  private final PriceRoutes prices;
  private final DevicePageRoutes devicePages;
  private final ChangesRoutes changes;
  private final AuthHouse auth;
  private final BoxStatus status;
  private final BoxJson json;
  private final BoxMetrics metrics;

  /** Of the devices' door; 0 before it is open. */
  private volatile int httpsPort;

  /** Known once the doors are open. */
  private volatile @Nullable CrewInvitation invitation;

  public House(
      Vertx vertx,
      Vestibule vestibule,
      Box box,
      Writer writer,
      JournalReader reader,
      FactCodec codec,
      AuthHouse auth,
      SigningKey crewKey,
      Clock clock,
      BoxStatus status,
      ExportRegister exports,
      Shop shop,
      String adminToken) {
    this.shop = shop;
    this.vertx = vertx;
    this.auth = auth;
    this.status = status;
    this.json = new BoxJson(status);
    CopyCount copies =
        new CopyCount(
            box.ledger(), seq -> box.outbox().published(DeltaClass.P0).acked().contains(seq));
    CrewDoor crew = new CrewDoor(crewKey, clock);
    credentials = new RequestCredentials(auth.doorkeeper(), crew);
    this.clock = clock;
    DirectMemory direct =
        new DirectMemory(shop.limits().assetMemory() + VIEWS * Answers.KEPT_OCTETS + FIXED);
    RenderPool pool = new RenderPool(vertx);
    answers = new Answers(vertx, shop.window(), pool, direct);
    memory = direct;
    changes = new ChangesRoutes(vertx, shop.changes(), shop.limits());
    assets = new AssetRoutes(vertx, shop.assets(), shop.limits().assetMemory(), direct);
    catalogue = new CatalogueRoutes(box, answers);
    receipts = new ReceiptRoutes(vertx, box, reader, codec, copies, auth.doorkeeper());
    StrangersMemory strangers = StrangersMemory.ofThisProcess();
    held = strangers.heldOctets();
    waiting = strangers.waitingOctets();
    Bodies coming = strangers.comingBodies();
    bodies = new ReadBody(vertx, coming);
    CrewForms forms = new CrewForms(bodies);
    oauth = new OAuthRoutes(vertx, writer, box.auth(), box.ledger(), auth, bodies);
    StatusFeed statusFeed = new StatusFeed(vertx, auth.status(), shop.limits());
    authPages = new AuthPages(auth, statusFeed, clock);
    DeviceDesk desk = new DeviceDesk(vertx, writer, auth.desk());
    health = this::health;
    money = new MoneyRoutes(vertx, writer, box, auth, copies);
    devices = new DeviceRoutes(vertx, writer, box, auth, oauth.devices());
    telemetry = new TelemetryRoutes(vertx, writer, auth.doorkeeper());
    metrics = new BoxMetrics(writer, box, () -> clock.now().wall());
    admin =
        new AdminRoutes(
            adminToken,
            new AdminAuthRoutes(box.auth(), desk, auth.doorkeeper(), clock),
            new ExportRoutes(vertx, exports),
            crew,
            this::invitation,
            json::write,
            metrics);
    CrewEyes eyes = new CrewEyes(status, auth.desk());
    CrewStream panels = new CrewStream(vertx, crew);
    // What lasts is noticed by looking regularly, whether or not anybody watches.
    vertx.setPeriodic(CrewEyes.LOOK_EVERY.toMillis(), _ -> eyes.look());
    CrewFrames frames = new CrewFrames(box.identity().mode(), status.simulated(), crew, forms);
    pages = new PageRoutes(answers, direct, forms, crew, eyes, panels, frames);
    receiptSearch = new ReceiptSearch(frames, box, crew, receipts);
    devicePages =
        new DevicePageRoutes(box.auth(), desk, crew, eyes, panels, frames, auth.boxKey(), forms);
    prices = new PriceRoutes(vertx, box, writer, crew, frames, clock, forms);
    metrics.connections("https-handshake", vestibule::in);
    metrics.answers("kept", answers::weight);
    metrics.answers("direct", direct::given);
    metrics.pages(pool::jobs);
    metrics.bodies(coming::taken);
    metrics.held(() -> held.taken() + waiting.taken());
    metrics.streams("catalogue", changes::listening);
    metrics.streams("status", statusFeed::listening);
    metrics.streams("panel", panels::listening);
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
                  this::note,
                  contract,
                  assets,
                  catalogue,
                  List.of(
                      catalogue,
                      receipts,
                      health,
                      new ManifestRoutes(kit, answers, catalogue, shop.assets(), clock)),
                  List.of(money, devices, telemetry, () -> Map.of("getBox", this::box)),
                  router -> {
                    publicPages(router);
                    new TrustRoutes(answers, memory, kit.fleet(), kit.root().certificate())
                        .mount(router);
                  },
                  router -> {
                    oauth.mount(router);
                    new AuditPages(auth.heads(), auth.doorkeeper()).mount(router);
                    pages.crew(router);
                    prices.mount(router);
                    receiptSearch.mount(router);
                    devicePages.mount(router);
                  },
                  admin,
                  bodies,
                  held,
                  waiting,
                  credentials);
          Doors doors =
              new Doors(
                  vertx,
                  rooms,
                  shop.limits(),
                  KeyStores.inMemory(KeyStores.jdkKey(kit.key()), kit.chain()));
          metrics.connections("http", doors::visitorsIn);
          metrics.connections("https", doors::devicesIn);
          return doors.open(https, http, local, clear);
        })
        .map(ports -> {
          auth.issuer().listensAt(ports.https());
          httpsPort = ports.https();
          invitation = new CrewInvitation(kit, https, http, ports, PhoneAddresses::ofThisMachine);
          return ports;
        });
  }

  /** What a refusal may need: the look of the shop, and where the panel is. */
  private void note(RoutingContext ctx) {
    if (httpsPort > 0) {
      PersonsProblem.noteHttps(ctx, httpsPort);
    }
    pages.note(ctx);
  }

  private CrewInvitation invitation() {
    CrewInvitation known = invitation;
    if (known == null) {
      // The local door is open a moment before all of them are.
      throw new NotNow(NotNow.Reason.TOO_BUSY, "the doors are opening", 1);
    }
    return known;
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
          List<NotSelling> why = status.notReady();
          ObjectNode node = Json.MAPPER.createObjectNode();
          node.put("ready", why.isEmpty());
          ArrayNode reasons = node.putArray("why");
          why.forEach(reason -> reasons.add(reason.words()));
          Reply.json(ctx, why.isEmpty() ? 200 : 503, node);
        });
  }

  private void box(RoutingContext ctx) {
    if (Entrance.admitted(ctx, auth.doorkeeper(), Scope.WATCH).isPresent()) {
      Reply.json(ctx, 200, json.write());
    }
  }

  private void publicPages(Router router) {
    pages.visitors(router);
    changes.mount(router);
    authPages.mount(router);
    ReadyAnswer contract =
        ReadyAnswer.kept(
            Content.data(Contract.published(), "application/yaml", CacheClass.REVALIDATE), memory);
    Ways.reading(router, "/openapi.yaml", ctx -> contract.send(ctx.request(), CacheClass.HIT));
  }
}
