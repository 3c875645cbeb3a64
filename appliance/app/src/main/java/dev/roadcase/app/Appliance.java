package dev.roadcase.app;

import dev.roadcase.app.assets.AssetStore;
import dev.roadcase.app.assets.NoRoom;
import dev.roadcase.app.box.ApplyOutcome;
import dev.roadcase.app.box.Box;
import dev.roadcase.app.box.Command;
import dev.roadcase.app.config.BoxConfig;
import dev.roadcase.app.hardware.BoardWatch;
import dev.roadcase.app.http.Doors;
import dev.roadcase.app.http.House;
import dev.roadcase.app.http.PrivateFile;
import dev.roadcase.app.http.Sessions;
import dev.roadcase.app.journal.Clock;
import dev.roadcase.app.journal.FolderDisk;
import dev.roadcase.app.journal.JournalFailure;
import dev.roadcase.app.journal.JournalReader;
import dev.roadcase.app.journal.JournalShelf;
import dev.roadcase.app.journal.NotNow;
import dev.roadcase.app.journal.Recovery;
import dev.roadcase.app.journal.Room;
import dev.roadcase.app.journal.Snapshots;
import dev.roadcase.app.journal.SqliteJournal;
import dev.roadcase.app.journal.SystemClock;
import dev.roadcase.app.journal.Writer;
import dev.roadcase.app.screens.ShopWords;
import dev.roadcase.app.shop.Changes;
import dev.roadcase.app.shop.ShopFeed;
import dev.roadcase.app.shop.Window;
import dev.roadcase.app.status.BoxStatus;
import dev.roadcase.app.status.Release;
import dev.roadcase.app.systemd.Systemd;
import dev.roadcase.app.systemd.Watchdog;
import dev.roadcase.app.twin.TwinKeeper;
import dev.roadcase.app.twin.TwinLease;
import dev.roadcase.app.uplink.JournalDeltas;
import dev.roadcase.app.uplink.LinkReport;
import dev.roadcase.app.uplink.MqttUplink;
import dev.roadcase.app.uplink.TlsIdentity;
import dev.roadcase.app.uplink.UplinkConfig;
import dev.roadcase.app.uplink.UplinkFeed;
import dev.roadcase.core.auth.Verified;
import dev.roadcase.core.fact.FactCodec;
import dev.roadcase.core.fact.Now;
import dev.roadcase.core.identity.Incarnation;
import dev.roadcase.core.identity.PublicKey;
import dev.roadcase.core.link.Session;
import dev.roadcase.core.pack.Pack;
import dev.roadcase.drivers.board.Board;
import dev.roadcase.drivers.simulated.Scenario;
import dev.roadcase.drivers.simulated.SimulatedBoard;
import dev.roadcase.wire.fact.FactJson;
import dev.roadcase.wire.jws.SigningKey;
import dev.roadcase.wire.pack.BadPack;
import dev.roadcase.wire.pack.PackFile;
import dev.roadcase.wire.x509.KitFolder;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The whole box, put together: every {@code new} of the process, in the order in which it comes up.
 */
public final class Appliance {
  private static final Logger LOG = LoggerFactory.getLogger(Appliance.class);
  private static final long STOP_SECONDS = 3;

  /** For the fact that the box stops, to be on its way. */
  private static final Duration LAST_WORD = Duration.ofSeconds(1);

  /** How often the status line is looked at where no watchdog wants food. */
  private static final Duration UNWATCHED = Duration.ofSeconds(30);

  private final Vertx vertx;
  private final Box box;
  private final Writer writer;
  private final JournalReader reader;
  private final BoardWatch hardware;
  private final Optional<MqttUplink> uplink;
  private final Systemd manager;
  private final Watchdog watchdog;
  private final TwinKeeper twin;
  private final TwinLease visitorsDoor;
  private final Doors.Ports ports;

  private Appliance(
      Vertx vertx,
      Box box,
      Writer writer,
      JournalReader reader,
      BoardWatch hardware,
      Optional<MqttUplink> uplink,
      Systemd manager,
      Watchdog watchdog,
      TwinKeeper twin,
      TwinLease visitorsDoor,
      Doors.Ports ports) {
    this.vertx = vertx;
    this.box = box;
    this.writer = writer;
    this.reader = reader;
    this.hardware = hardware;
    this.uplink = uplink;
    this.manager = manager;
    this.watchdog = watchdog;
    this.twin = twin;
    this.visitorsDoor = visitorsDoor;
    this.ports = ports;
  }

  /**
   * Brings a box up. Returns when its doors are open.
   *
   * @param never told once when the journal can no longer be trusted; expected to end the process
   */
  public static Appliance start(BoxConfig config, Consumer<JournalFailure> never)
      throws IOException {
    return start(config, Systemd.of(Map.of()), never);
  }

  /** As {@link #start(BoxConfig, Consumer)}; the service manager is kept up to date. */
  public static Appliance start(BoxConfig config, Systemd manager, Consumer<JournalFailure> never)
      throws IOException {
    KitFolder kit = KitFolder.read(config.identity());
    Doors.requireFree(List.of(config.https(), config.admin()));
    if (!TwinLease.held(config.dataDir())) {
      Doors.requireFree(List.of(config.http()));
    }
    Room room =
        new Room(
            new FolderDisk(config.dataDir(), config.disk().reserve()), config.disk().lowWater());
    SqliteJournal journal = SqliteJournal.open(config.dataDir(), room);
    Prepared prepared;
    try {
      prepared = prepare(config, kit, journal, room, manager, never);
    } catch (IOException | RuntimeException e) {
      journal.close();
      throw e;
    }
    try {
      return open(config, kit, prepared);
    } catch (IOException | RuntimeException e) {
      prepared.vertx().close();
      stop(prepared.writer(), prepared.reader());
      throw e;
    }
  }

  /** All that can fail for a reason that a person has to mend, before anything is changed. */
  private record Prepared(
      Vertx vertx,
      Box box,
      Writer writer,
      JournalReader reader,
      BoardWatch hardware,
      Optional<MqttUplink> uplink,
      UplinkFeed feed,
      House house,
      BoxStatus status,
      Systemd manager,
      AssetStore assets,
      TwinKeeper twin,
      TwinLease visitorsDoor,
      Clock clock,
      Optional<Command.ApplyPack> pack,
      boolean clean) {}

  private static Prepared prepare(
      BoxConfig config,
      KitFolder kit,
      SqliteJournal journal,
      Room room,
      Systemd manager,
      Consumer<JournalFailure> never)
      throws IOException {
    Incarnation incarnation =
        journal.claim(
            kit.kit(),
            () -> Incarnation.born(System.currentTimeMillis(), new SecureRandom().nextInt()));
    JournalReader reader = new JournalReader(journal.file());
    JournalShelf shelf = new JournalShelf(reader);
    FactCodec codec = new FactJson(shelf);
    Box box = new Box(new Box.Identity(kit.fleet(), kit.kit(), incarnation, config.mode()), codec);
    Snapshots snapshots = new Snapshots(config.mode(), shelf);
    Recovery.recover(
        box,
        journal,
        snapshots,
        codec,
        position -> manager.stillStarting("recovering, " + position + " facts so far"));
    Clock clock =
        new SystemClock(
            config.clock(), Math.max(Release.BUILT_AFTER, box.heads().published().lo()));
    UplinkFeed feed = new UplinkFeed();
    AssetStore assets = AssetStore.in(config.dataDir());
    assets.show(box.catalogue().packs());
    assets.sweep();
    Choice choice =
        roomForAPack(config, room)
            ? packOrTheOneBefore(config, kit, clock, box, assets)
            : new Choice(Optional.empty(), Optional.empty());
    Optional<Command.ApplyPack> pack = choice.pack();
    Window window = new Window(box, System::nanoTime);
    Changes changes = new Changes(box, new ShopWords(box.rights()::published));
    TwinKeeper twin = new TwinKeeper(config.dataDir(), window, clock);
    List<Writer.Reader> readers = List.of(feed, new ShopFeed(window, changes));
    Writer writer = new Writer(box, journal, snapshots, clock, readers, room, never);
    BoardWatch hardware = new BoardWatch(board(config), writer);
    Optional<PublicKey> upstreamKey =
        pack.map(p -> p.pack().value())
            .or(() -> box.catalogue().published())
            .map(Pack::upstreamKey);
    Optional<MqttUplink> uplink =
        config
            .upstream()
            .flatMap(broker ->
                uplink(broker, upstreamKey, kit, box, reader, codec, writer, hardware, never));
    Sessions sessions =
        new Sessions(
            "roadcase:kit:" + kit.fleet() + "/" + kit.kit(),
            "roadcase:site:" + kit.fleet() + "/" + kit.show(),
            issuerKey(config.dataDir()),
            config.tokenLife(),
            box.devices(),
            clock);
    BoxStatus status = new BoxStatus(box, writer, clock, hardware, uplink, choice.refused());
    Vertx vertx = Vertx.vertx();
    House house =
        new House(
            vertx,
            box,
            writer,
            reader,
            codec,
            sessions,
            clock,
            status,
            new House.Shop(assets, window, changes, config.limits()),
            adminToken(config));
    return new Prepared(
        vertx,
        box,
        writer,
        reader,
        hardware,
        uplink,
        feed,
        house,
        status,
        manager,
        assets,
        twin,
        new TwinLease(config.dataDir()),
        clock,
        pack,
        journal.stoppedClean());
  }

  private static Appliance open(BoxConfig config, KitFolder kit, Prepared ready)
      throws IOException {
    begin(ready);
    takePack(config, ready);
    try {
      // As late as can be: until now the twin has shown the shop.
      ready.visitorsDoor().take();
      Doors.Ports ports =
          ready
              .house()
              .open(kit, config.https(), config.http(), config.admin())
              .await(30, TimeUnit.SECONDS);
      leaveWord(config.dataDir().resolve("admin.port"), ports.admin() + "\n");
      ready.twin().start();
      ready.hardware().start();
      ready
          .uplink()
          .ifPresent(link -> {
            ready.feed().connect(link);
            link.start(ready.clock().now());
          });
      ready.manager().ready(ready.status().line());
      Watchdog watchdog =
          new Watchdog(
              ready.manager()::feedWatchdog,
              ready.manager()::status,
              ready.writer(),
              ready.status()::line,
              Systemd.watchdog(System.getenv(), ProcessHandle.current().pid()).orElse(UNWATCHED));
      watchdog.start();
      return new Appliance(
          ready.vertx(),
          ready.box(),
          ready.writer(),
          ready.reader(),
          ready.hardware(),
          ready.uplink(),
          ready.manager(),
          watchdog,
          ready.twin(),
          ready.visitorsDoor(),
          ports);
    } catch (TimeoutException e) {
      ready.visitorsDoor().close();
      throw new IOException("the doors did not open within 30 s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } catch (RuntimeException e) {
      ready.visitorsDoor().close();
      throw e;
    }
  }

  /**
   * A pack's pictures are on the disk before the fact that makes it count; only then those of the
   * packs that no longer count are deleted. Those of the pack that counts are looked after as well:
   * somebody may have moved the journal and forgotten the pictures.
   */
  private static void takePack(BoxConfig config, Prepared ready) throws IOException {
    AssetStore assets = ready.assets();
    if (ready.pack().isPresent()) {
      Command.ApplyPack apply = ready.pack().get();
      assets.take(config.pack().orElseThrow(), apply.pack().value());
      tell(await(ready.writer().submit(apply)), ready.box());
      assets.show(ready.box().catalogue().packs());
      assets.sweep();
    } else if (config.pack().isPresent() && ready.writer().room().level() == Room.Level.AMPLE) {
      Optional<Pack> present = ready.box().catalogue().published();
      if (present.isPresent()) {
        assets.take(config.pack().get(), present.get());
      }
    }
  }

  /**
   * The first facts of this run. On a full disk the box owes them, opens its doors for receipts and
   * refunds, and sells when there is room.
   */
  private static void begin(Prepared ready) throws IOException {
    Writer writer = ready.writer();
    CompletableFuture<Command.Done> started =
        writer.owe(new Command.Start(Release.VERSION, ready.clean()));
    writer.start();
    await(writer.submit(new Command.Nudge()));
    // It was behind the start in the same batch: what is not written now is owed.
    if (started.isDone()) {
      await(started);
    } else {
      LOG.warn("the disk is full; receipts and refunds go on, and sales when there is room");
    }
  }

  /** On a disk that runs out, the pack that counts goes on counting. */
  private static boolean roomForAPack(BoxConfig config, Room room) {
    if (room.level() == Room.Level.AMPLE) {
      return true;
    }
    if (config.pack().isPresent()) {
      LOG.warn("the disk is nearly full: the pack is looked at when the box starts with room");
    }
    return false;
  }

  /** A small file for the verbs of {@code roadcase box}. Not worth a box that does not start. */
  private static void leaveWord(Path file, String word) throws IOException {
    if (Files.exists(file) && Files.readString(file).equals(word)) {
      return;
    }
    try {
      Files.writeString(file, word);
    } catch (IOException e) {
      LOG.warn("{} could not be written: {}", file, e.getMessage());
    }
  }

  /**
   * Takes nothing new, answers what is under way, writes down that it stops, leaves a snapshot,
   * says goodbye upstream, and closes the doors. Within ten seconds, or not clean.
   */
  public void stop() {
    manager.stopping();
    watchdog.close();
    twin.close();
    hardware.close();
    try {
      // The doors stay open meanwhile: who comes now is told to come back.
      writer.stop();
      if (uplink.isPresent()) {
        uplink.get().lastWord(LAST_WORD);
        uplink.get().close();
      }
      vertx.close().await(STOP_SECONDS, TimeUnit.SECONDS);
      reader.close();
    } catch (TimeoutException e) {
      LOG.warn("the doors did not close within {} s", STOP_SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    visitorsDoor.close();
  }

  private static void stop(Writer writer, JournalReader reader) {
    try {
      writer.stop();
      reader.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  public Doors.Ports ports() {
    return ports;
  }

  /** The kit's name, for people. */
  public String name() {
    return box.identity().kit().value();
  }

  /**
   * The pack of the configuration, if it is another than the one that counts. One that cannot be
   * used stops a box that has none; a box that has one goes on selling with it.
   */
  private static Choice packOrTheOneBefore(
      BoxConfig config, KitFolder kit, Clock clock, Box box, AssetStore assets) throws IOException {
    Optional<Pack> present = box.catalogue().published();
    try {
      Optional<Command.ApplyPack> pack = pack(config, kit, clock, present);
      if (pack.isPresent()) {
        assets.requireRoom(pack.get().pack().value());
      }
      return new Choice(pack, Optional.empty());
    } catch (BadPack | NoRoom e) {
      if (present.isEmpty()) {
        throw e;
      }
      LOG.error(
          "the pack of roadcase.toml cannot be used, version {} goes on counting: {}",
          present.get().version(),
          e.getMessage());
      return new Choice(Optional.empty(), Optional.of(String.valueOf(e.getMessage())));
    }
  }

  /**
   * Which pack to take.
   *
   * @param refused why the one of the configuration is not taken, while the one before counts
   */
  private record Choice(Optional<Command.ApplyPack> pack, Optional<String> refused) {}

  private static Optional<Command.ApplyPack> pack(
      BoxConfig config, KitFolder kit, Clock clock, Optional<Pack> present) throws IOException {
    if (config.pack().isEmpty()) {
      return Optional.empty();
    }
    Path file = config.pack().get();
    if (!Files.isReadable(file)) {
      throw new BadPack(
          file
              + " cannot be read: build it with `roadcase pack build`, or take \"pack\" out of"
              + " roadcase.toml");
    }
    byte[] bytes = PackFile.head(file);
    if (present.map(Pack::id).equals(Optional.of(PackFile.open(bytes).pack().id()))) {
      LOG.info("the pack is the one that counts already");
      return Optional.empty();
    }
    Now now = clock.now();
    Verified<Pack> pack = PackFile.read(bytes, kit.root(), now.lo(), now.hi());
    if (!pack.value().show().equals(kit.show())) {
      throw new BadPack(
          file
              + " is of the show "
              + pack.value().show()
              + "; this kit's keys are for "
              + kit.show());
    }
    return Optional.of(new Command.ApplyPack(pack, bytes));
  }

  private static void tell(ApplyOutcome outcome, Box box) {
    switch (outcome) {
      case ApplyOutcome.Applied(long version, int items) ->
          LOG.info("applied pack version {} with {} items", version, items);
      case ApplyOutcome.Present() -> LOG.info("the pack is the one that counts already");
      case ApplyOutcome.Older(long present) ->
          LOG.warn("the pack is older than version {}, which goes on counting", present);
      case ApplyOutcome.OtherFleet(String ours) ->
          LOG.warn("the pack is another fleet's; this box is of {}", ours);
      case ApplyOutcome.OtherCurrency(String ours) ->
          LOG.warn(
              "the pack is in another currency; the books of {} are in {}",
              box.identity().kit(),
              ours);
    }
  }

  private static Board board(BoxConfig config) throws IOException {
    String name = config.boardScenario().orElse("calm");
    Path file = Path.of(name);
    Scenario scenario = Files.exists(file) ? Scenario.read(file) : Scenario.shipped(name);
    return SimulatedBoard.in(config.dataDir(), scenario, System::nanoTime);
  }

  /** Nothing without a pack: it names the key by which upstream's acks are believed. */
  private static Optional<MqttUplink> uplink(
      URI broker,
      Optional<PublicKey> upstreamKey,
      KitFolder kit,
      Box box,
      JournalReader reader,
      FactCodec codec,
      Writer writer,
      BoardWatch hardware,
      Consumer<JournalFailure> never) {
    if (upstreamKey.isEmpty()) {
      LOG.warn("no pack is loaded, so upstream's key is unknown: nothing goes upstream yet");
      return Optional.empty();
    }
    UplinkConfig calling =
        new UplinkConfig(
            broker,
            Optional.of(tls(kit)),
            kit.fleet(),
            kit.kit(),
            box.identity().incarnation(),
            upstreamKey.get(),
            Release.VERSION);
    return Optional.of(
        new MqttUplink(
            calling,
            new JournalDeltas(box.identity(), reader, codec),
            ack -> {
              var _ = writer.submit(new Command.NoteAck(ack, Session.NONE));
            },
            box.outbox(),
            report -> hardware.upstreamAnswers(report instanceof LinkReport.Up),
            System::nanoTime,
            new SecureRandom()::nextDouble,
            cause ->
                never.accept(
                    new JournalFailure(
                        JournalFailure.Exit.SOFTWARE, "the uplink failed: " + cause, cause))));
  }

  private static TlsIdentity tls(KitFolder kit) {
    try {
      return TlsIdentity.ofPem(
          Files.readString(kit.keyFile()),
          Files.readString(kit.chainFile()),
          Files.readString(kit.rootFile()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static SigningKey issuerKey(Path dataDir) throws IOException {
    SecureRandom chance = new SecureRandom();
    return SigningKey.of(
        PrivateFile.readOrMake(
            dataDir.resolve("issuer.key"), () -> SigningKey.make(chance).scalar()));
  }

  private static String adminToken(BoxConfig config) throws IOException {
    SecureRandom chance = new SecureRandom();
    return PrivateFile.readOrMake(
        config.dataDir().resolve("admin.token"), () -> SigningKey.make(chance).scalar());
  }

  private static <T> T await(CompletableFuture<T> answer) throws IOException {
    try {
      return answer.get(30, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof NotNow notNow) {
        throw notNow;
      }
      throw new IllegalStateException(e.getCause());
    } catch (TimeoutException e) {
      throw new IOException("the journal did not answer within 30 s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
