package dev.roadcase.app;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadcase.app.admin.AdminAuthRoutes;
import dev.roadcase.app.admin.AdminRoutes;
import dev.roadcase.app.admin.ExportRoutes;
import dev.roadcase.app.api.AssetRoutes;
import dev.roadcase.app.api.BoxRoutes;
import dev.roadcase.app.api.CatalogueRoutes;
import dev.roadcase.app.api.ChangesRoutes;
import dev.roadcase.app.api.ContractPage;
import dev.roadcase.app.api.CopyCount;
import dev.roadcase.app.api.HealthRoutes;
import dev.roadcase.app.api.ManifestRoutes;
import dev.roadcase.app.api.MoneyRoutes;
import dev.roadcase.app.api.ReceiptRoutes;
import dev.roadcase.app.api.TelemetryRoutes;
import dev.roadcase.app.assets.AssetStore;
import dev.roadcase.app.auth.AuthHouse;
import dev.roadcase.app.auth.DeviceDesk;
import dev.roadcase.app.box.Box;
import dev.roadcase.app.box.NotNow;
import dev.roadcase.app.clock.Clock;
import dev.roadcase.app.config.BoxConfig.Limits;
import dev.roadcase.app.config.BoxConfig.Listen;
import dev.roadcase.app.export.ExportRegister;
import dev.roadcase.app.http.Answers;
import dev.roadcase.app.http.Contract;
import dev.roadcase.app.http.DirectMemory;
import dev.roadcase.app.http.Doors;
import dev.roadcase.app.http.PersonsProblem;
import dev.roadcase.app.http.ReadBody;
import dev.roadcase.app.http.ReadyAnswers;
import dev.roadcase.app.http.RenderPool;
import dev.roadcase.app.http.RequestCredentials;
import dev.roadcase.app.http.StrangersMemory;
import dev.roadcase.app.journal.JournalReader;
import dev.roadcase.app.journal.Writer;
import dev.roadcase.app.line.Bodies;
import dev.roadcase.app.line.Octets;
import dev.roadcase.app.line.Vestibule;
import dev.roadcase.app.metrics.BoxMetrics;
import dev.roadcase.app.oauth.AuditPages;
import dev.roadcase.app.oauth.AuthPages;
import dev.roadcase.app.oauth.DeviceRoutes;
import dev.roadcase.app.oauth.OAuthRoutes;
import dev.roadcase.app.oauth.StatusFeed;
import dev.roadcase.app.pages.CrewDoor;
import dev.roadcase.app.pages.CrewEyes;
import dev.roadcase.app.pages.CrewForms;
import dev.roadcase.app.pages.CrewFrames;
import dev.roadcase.app.pages.CrewInvitation;
import dev.roadcase.app.pages.CrewStream;
import dev.roadcase.app.pages.DevicePageRoutes;
import dev.roadcase.app.pages.PageRoutes;
import dev.roadcase.app.pages.PhoneAddresses;
import dev.roadcase.app.pages.PriceRoutes;
import dev.roadcase.app.pages.ReceiptSearch;
import dev.roadcase.app.pages.StockRoutes;
import dev.roadcase.app.pages.TrustRoutes;
import dev.roadcase.app.shop.Changes;
import dev.roadcase.app.shop.Window;
import dev.roadcase.app.status.BoxJson;
import dev.roadcase.app.status.BoxStatus;
import dev.roadcase.core.fact.DeltaClass;
import dev.roadcase.core.fact.FactCodec;
import dev.roadcase.wire.jws.SigningKey;
import dev.roadcase.wire.x509.KeyStores;
import dev.roadcase.wire.x509.KitFolder;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** Everything that is behind the doors, put together: every route, and on which door it is. */
final class HttpRoutes {
  /** What visitors get to see, and how many of them. */
  record Shop(AssetStore assets, Window window, Changes changes, Limits limits) {}

  /** Of how many views answers may be beside the heap: the present one, and those being read. */
  private static final long VIEWS = 3;

  /** Octets for style sheets, scripts and the contract. */
  private static final long FIXED = 2L << 20;

  private final Vertx vertx;
  private final KitFolder kit;
  private final Limits limits;
  private final AuthHouse auth;
  private final BoxMetrics metrics;
  private final CrewDoor crew;
  private final PageRoutes pages;
  private final List<ReadyAnswers> ready;
  private final List<Doors.Operations> readOnly;
  private final List<Doors.Operations> unsafe;
  private final List<Doors.Pages> visitorPages;
  private final List<Doors.Pages> crewPages;
  private final Doors.Pages admin;
  private final ReadBody bodies;
  private final Octets held;
  private final Octets waiting;
  private final RequestCredentials credentials;

  /** Of the devices' door; 0 before it is open. */
  private volatile int httpsPort;

  /** Known once the doors are open. */
  private volatile @Nullable CrewInvitation invitation;

  HttpRoutes(
      Vertx vertx,
      KitFolder kit,
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
      String adminToken,
      SecureRandom chance) {
    this.vertx = vertx;
    this.kit = kit;
    this.limits = shop.limits();
    this.auth = auth;
    metrics = new BoxMetrics(writer, box, () -> clock.now().wall());
    BoxJson json = new BoxJson(status);
    CopyCount copies =
        new CopyCount(
            box.ledger(), seq -> box.outbox().published(DeltaClass.P0).acked().contains(seq));

    // What strangers may have of the memory.
    DirectMemory direct =
        new DirectMemory(limits.assetMemory() + VIEWS * Answers.KEPT_OCTETS + FIXED);
    StrangersMemory strangers = StrangersMemory.ofThisProcess();
    held = strangers.heldOctets();
    waiting = strangers.waitingOctets();
    Bodies coming = strangers.comingBodies();
    bodies = new ReadBody(vertx, coming);
    RenderPool pool = new RenderPool(vertx);
    Answers answers = new Answers(vertx, shop.window(), pool, direct);

    // What the contract has.
    ChangesRoutes changes = new ChangesRoutes(vertx, shop.changes(), limits, chance);
    AssetRoutes assets = new AssetRoutes(vertx, shop.assets(), limits.assetMemory(), direct);
    CatalogueRoutes catalogue = new CatalogueRoutes(box, answers);
    ReceiptRoutes receipts =
        new ReceiptRoutes(vertx, box, reader, codec, copies, auth.doorkeeper());
    OAuthRoutes oauth =
        new OAuthRoutes(vertx, writer, box.auth(), box.ledger(), auth, bodies, chance);
    StatusFeed statusFeed = new StatusFeed(vertx, auth.status(), limits);
    writer.tells(statusFeed);
    ready = List.of(catalogue, assets);
    readOnly =
        List.of(
            catalogue,
            receipts,
            new HealthRoutes(status),
            new ManifestRoutes(kit, answers, catalogue, shop.assets(), clock));
    unsafe =
        List.of(
            new MoneyRoutes(vertx, writer, box, auth, copies),
            new DeviceRoutes(vertx, writer, box, auth, oauth.devices()),
            new TelemetryRoutes(vertx, writer, auth.doorkeeper()),
            new BoxRoutes(json, auth.doorkeeper()));

    // Pages for people.
    crew = new CrewDoor(crewKey, clock, chance);
    credentials = new RequestCredentials(auth.doorkeeper(), crew::knows);
    CrewForms forms = new CrewForms(bodies);
    DeviceDesk desk = new DeviceDesk(vertx, writer, auth.desk(), chance);
    CrewEyes eyes = new CrewEyes(status, auth.desk());
    CrewStream panels = new CrewStream(vertx, crew);
    // What lasts is noticed by looking regularly, whether or not anybody watches.
    vertx.setPeriodic(CrewEyes.LOOK_EVERY.toMillis(), _ -> eyes.look());
    CrewFrames frames = new CrewFrames(box.identity().mode(), status.simulated(), crew, forms);
    pages = new PageRoutes(answers, direct, forms, crew, eyes, panels, frames);
    visitorPages =
        List.of(
            pages::visitors,
            changes,
            new AuthPages(auth, statusFeed, clock),
            new ContractPage(direct),
            new TrustRoutes(answers, direct, kit.fleet(), kit.root().certificate()));
    crewPages =
        List.of(
            oauth,
            new AuditPages(auth.heads(), auth.doorkeeper()),
            pages::crew,
            new PriceRoutes(vertx, box, writer, crew, frames, clock, forms),
            new StockRoutes(vertx, box, writer, crew, frames, forms),
            new ReceiptSearch(frames, box, crew, receipts::forCrew),
            new DevicePageRoutes(
                box.auth(), desk, crew, eyes, panels, frames, auth.boxKey(), forms));

    // What the person at the box asks for.
    admin =
        new AdminRoutes(
            adminToken,
            new AdminAuthRoutes(box.auth(), desk, auth.doorkeeper(), clock, chance),
            new ExportRoutes(vertx, exports),
            this::ticket,
            json::write,
            metrics);

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
  Future<Doors.Ports> open(Listen https, Listen http, Listen local, Callable<?> clear) {
    return Contract.load(vertx)
        .compose(contract -> {
          Doors doors =
              new Doors(
                  vertx,
                  new Doors.Rooms(
                      this::note,
                      contract,
                      ready,
                      readOnly,
                      unsafe,
                      router -> visitorPages.forEach(page -> page.mount(router)),
                      router -> crewPages.forEach(page -> page.mount(router)),
                      admin,
                      bodies,
                      held,
                      waiting,
                      credentials),
                  limits,
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

  /** A ticket for the panel, and where it opens. */
  private ObjectNode ticket() {
    CrewInvitation known = invitation;
    if (known == null) {
      // The local door is open a moment before all of them are.
      throw new NotNow(NotNow.Reason.TOO_BUSY, "the doors are opening", 1);
    }
    return known.write(crew.ticket(), CrewDoor.TICKET_LIFE);
  }
}
