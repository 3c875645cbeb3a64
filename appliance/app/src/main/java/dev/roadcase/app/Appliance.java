package dev.roadcase.app;

import dev.roadcase.app.auth.PrivateFile;
import dev.roadcase.app.auth.UpstreamSession;
import dev.roadcase.app.box.Box;
import dev.roadcase.app.box.Command;
import dev.roadcase.app.box.LifeCommand;
import dev.roadcase.app.box.NoteCommand;
import dev.roadcase.app.clock.Clock;
import dev.roadcase.app.clock.ClockMark;
import dev.roadcase.app.clock.SystemClock;
import dev.roadcase.app.config.BoxConfig;
import dev.roadcase.app.disk.FolderDisk;
import dev.roadcase.app.disk.Room;
import dev.roadcase.app.export.ExportRegister;
import dev.roadcase.app.folder.DataFolder;
import dev.roadcase.app.hardware.HardwareWing;
import dev.roadcase.app.http.Doors;
import dev.roadcase.app.journal.JournalFailure;
import dev.roadcase.app.journal.JournalReader;
import dev.roadcase.app.journal.JournalShelf;
import dev.roadcase.app.journal.Recovery;
import dev.roadcase.app.journal.Snapshots;
import dev.roadcase.app.journal.SqliteJournal;
import dev.roadcase.app.journal.Writer;
import dev.roadcase.app.line.Vestibule;
import dev.roadcase.app.status.BoxStatus;
import dev.roadcase.app.status.Release;
import dev.roadcase.app.systemd.Systemd;
import dev.roadcase.app.systemd.Watchdog;
import dev.roadcase.app.twin.TwinLease;
import dev.roadcase.app.uplink.AckClock;
import dev.roadcase.app.uplink.JournalDeltas;
import dev.roadcase.app.uplink.LinkReport;
import dev.roadcase.app.uplink.MqttUplink;
import dev.roadcase.app.uplink.Reachability;
import dev.roadcase.app.uplink.TlsIdentity;
import dev.roadcase.app.uplink.UplinkConfig;
import dev.roadcase.app.uplink.UplinkFeed;
import dev.roadcase.app.uplink.UplinkLedger;
import dev.roadcase.core.fact.FactCodec;
import dev.roadcase.core.identity.Incarnation;
import dev.roadcase.core.identity.PublicKey;
import dev.roadcase.core.queue.Ack;
import dev.roadcase.core.queue.CheckedAck;
import dev.roadcase.core.queue.UplinkFact.SetBackFound;
import dev.roadcase.wire.fact.FactJson;
import dev.roadcase.wire.jws.SigningKey;
import dev.roadcase.wire.x509.KeyStores;
import dev.roadcase.wire.x509.KitFolder;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The whole box, put together: every {@code new} of the process, in the order in which it comes up.
 * What visitors see is put together in {@link Storefront}; which pack counts is settled in {@link
 * PackAtStart}.
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
  private final HardwareWing hardware;
  private final Optional<MqttUplink> uplink;
  private final Systemd manager;
  private final Watchdog watchdog;
  private final Storefront front;
  private final AuthWing auth;
  private final Doors.Ports ports;

  private Appliance(
      Vertx vertx,
      Box box,
      Writer writer,
      JournalReader reader,
      HardwareWing hardware,
      Optional<MqttUplink> uplink,
      Systemd manager,
      Watchdog watchdog,
      Storefront front,
      AuthWing auth,
      Doors.Ports ports) {
    this.vertx = vertx;
    this.box = box;
    this.writer = writer;
    this.reader = reader;
    this.hardware = hardware;
    this.uplink = uplink;
    this.manager = manager;
    this.watchdog = watchdog;
    this.front = front;
    this.auth = auth;
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
    return start(config, manager, DataFolder.Start.AS_EVER, never);
  }

  /** As above; a box may begin anew where another's journal was. */
  static Appliance start(
      BoxConfig config, Systemd manager, DataFolder.Start start, Consumer<JournalFailure> never)
      throws IOException {
    KitFolder kit = KitFolder.read(config.identity());
    DataFolder folder = DataFolder.look(config.dataDir(), start, latest(kit));
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
      prepared = prepare(config, kit, folder, journal, room, manager, never);
    } catch (IOException | RuntimeException e) {
      journal.close();
      throw e;
    }
    try {
      return open(config, prepared);
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
      HardwareWing hardware,
      Optional<MqttUplink> uplink,
      UplinkFeed feed,
      HttpRoutes routes,
      BoxStatus status,
      Systemd manager,
      Storefront front,
      PackAtStart pack,
      AuthWing auth,
      Clock clock,
      ExportRegister exports,
      boolean clean) {}

  private static Prepared prepare(
      BoxConfig config,
      KitFolder kit,
      DataFolder folder,
      SqliteJournal journal,
      Room room,
      Systemd manager,
      Consumer<JournalFailure> never)
      throws IOException {
    SecureRandom chance = new SecureRandom();
    Incarnation incarnation =
        journal.claim(
            kit.kit(),
            () -> {
              folder.requireFirstLife();
              return Incarnation.born(System.currentTimeMillis(), chance.nextInt());
            });
    folder.makeGood();
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
    SystemClock clock = clock(config, kit, box, reader);
    UplinkFeed feed = new UplinkFeed();
    Storefront front = Storefront.of(config.dataDir(), box, clock);
    PackAtStart pack = PackAtStart.choose(config, kit, room, clock, box, front.assets());
    List<Writer.Reader> readers = new ArrayList<>(List.of(feed));
    readers.addAll(front.readers());
    AckClock ackClock = new AckClock(clock);
    readers.add(ackClock);
    Writer writer = new Writer(box, journal, snapshots, clock, readers, room, never);
    Reachability reachability = new Reachability(writer);
    HardwareWing hardware = HardwareWing.open(config, writer, reachability::via);
    UpstreamSession upstream = new UpstreamSession(clock);
    AuthWing auth = AuthWing.of(config, kit, box, writer, clock, upstream, latest(kit), chance);
    Optional<MqttUplink> uplink =
        config
            .upstream()
            .flatMap(broker ->
                uplink(
                    broker,
                    pack.upstreamKey(),
                    kit,
                    box,
                    reader,
                    writer,
                    reachability,
                    upstream,
                    clock,
                    ackClock,
                    chance,
                    never));
    BoxStatus status =
        new BoxStatus(
            box,
            writer,
            clock,
            hardware,
            reachability,
            uplink,
            config.upstream().isEmpty(),
            pack.refused(),
            ackClock::contradiction);
    ExportRegister exports = new ExportRegister(reader, writer, incarnation);
    Vestibule vestibule =
        new Vestibule(config.limits().connections(), config.limits().connectionsOfOne());
    Vertx vertx =
        Vertx.builder()
            .with(new VertxOptions().setEventLoopPoolSize(Doors.eventLoops()))
            .withTransport(vestibule.transport())
            .build();
    HttpRoutes routes =
        new HttpRoutes(
            vertx,
            kit,
            vestibule,
            box,
            writer,
            reader,
            codec,
            auth.house(),
            crewKey(config.dataDir(), chance),
            clock,
            status,
            exports,
            front.shop(config.limits()),
            adminToken(config, chance),
            chance);
    return new Prepared(
        vertx,
        box,
        writer,
        reader,
        hardware,
        uplink,
        feed,
        routes,
        status,
        manager,
        front,
        pack,
        auth,
        clock,
        exports,
        journal.stoppedClean());
  }

  private static Appliance open(BoxConfig config, Prepared ready) throws IOException {
    begin(ready);
    ready.pack().take(ready.writer(), ready.manager());
    ready.exports().takeUp(config.dataDir());
    try {
      // The twin shows the shop until the box listens at the visitors' door, the last of all.
      Doors.Ports ports =
          StartWait.of(
              "the network addresses are being opened",
              ready
                  .routes()
                  .open(config.https(), config.http(), config.admin(), ready.front().door()::take)
                  .toCompletionStage()
                  .toCompletableFuture(),
              ready.manager());
      leaveWord(config.dataDir().resolve("admin.port"), ports.admin() + "\n");
      ready.front().twin().start();
      ready.auth().start(ready.vertx());
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
          ready.front(),
          ready.auth(),
          ports);
    } catch (IOException | RuntimeException e) {
      ready.front().door().close();
      throw e;
    }
  }

  /**
   * The first facts of this run. On a full disk the box owes them, opens its doors for receipts and
   * refunds, and sells when there is room.
   */
  private static void begin(Prepared ready) throws IOException {
    Writer writer = ready.writer();
    CompletableFuture<Command.Done> started =
        writer.owe(new LifeCommand.Start(Release.VERSION, ready.clean()));
    writer.start();
    await(writer.submit(new LifeCommand.Barrier()), ready.manager());
    // It was behind the start in the same batch: what is not written now is owed.
    if (started.isDone()) {
      await(started, ready.manager());
    } else {
      LOG.warn("the disk is full; receipts and refunds go on, and sales when there is room");
    }
  }

  /** A small file for the verbs of {@code roadcase box}. Not worth a box that does not start. */
  private static void leaveWord(Path file, String word) throws IOException {
    byte[] bytes = word.getBytes(StandardCharsets.US_ASCII);
    if (Files.exists(file) && Arrays.equals(Files.readAllBytes(file), bytes)) {
      return;
    }
    try {
      Files.write(file, bytes);
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
    front.twin().close();
    hardware.close();
    auth.close();
    try {
      auth.lastWord();
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
    front.door().close();
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

  /** Nothing without a pack: it names the key by which upstream's acks are believed. */
  private static Optional<MqttUplink> uplink(
      URI broker,
      Optional<PublicKey> upstreamKey,
      KitFolder kit,
      Box box,
      JournalReader reader,
      Writer writer,
      Reachability reachability,
      UpstreamSession upstream,
      Clock clock,
      AckClock ackClock,
      SecureRandom chance,
      Consumer<JournalFailure> never) {
    if (upstreamKey.isEmpty()) {
      LOG.warn("no pack is loaded, so upstream's key is unknown: nothing goes upstream yet");
      return Optional.empty();
    }
    UplinkConfig calling =
        new UplinkConfig(
            broker,
            Optional.of(
                TlsIdentity.of(
                    KeyStores.jdkKey(kit.key()),
                    kit.chain(),
                    kit.root().certificate(),
                    clock::now)),
            kit.fleet(),
            kit.kit(),
            box.identity().incarnation(),
            upstreamKey.get(),
            Release.VERSION);
    return Optional.of(
        new MqttUplink(
            calling,
            new JournalDeltas(box.identity(), reader),
            new UplinkLedger() {
              @Override
              public void acknowledged(CheckedAck ack) {
                var _ = writer.submit(new NoteCommand.NoteAck(ack, upstream.now()));
              }

              @Override
              public void setBack(SetBackFound evidence) {
                var _ = writer.submit(new NoteCommand.NoteSetBack(evidence));
              }

              @Override
              public void heard(Ack ack) {
                ackClock.heard(ack);
              }
            },
            box.outbox(),
            box.setBack(),
            report -> {
              upstream.live(report instanceof LinkReport.Up);
              reachability.answers(report instanceof LinkReport.Up);
            },
            System::nanoTime,
            chance::nextDouble,
            cause ->
                never.accept(
                    new JournalFailure(
                        JournalFailure.Exit.SOFTWARE, "the uplink failed: " + cause, cause))));
  }

  /** Signs the cookies of the crew's browsers; nobody else believes it. */
  private static SigningKey crewKey(Path dataDir, SecureRandom chance) throws IOException {
    return SigningKey.of(
        PrivateFile.readOrMake(
            dataDir.resolve("crew.key"), () -> SigningKey.make(chance).scalar()));
  }

  /**
   * Never before what journal, mark and build prove; never beyond {@link #latest}. What says more
   * than that proves nothing: a journal that was dated so is believed as far as it is possible.
   */
  static SystemClock clock(BoxConfig config, KitFolder kit, Box box, JournalReader reader) {
    long limit = latest(kit);
    long journal = box.heads().published().lo();
    if (journal > limit) {
      long possible = reader.latestLo(limit);
      LOG.warn(
          "the journal has facts of {}, after the end of this kit's keys: they were dated by a"
              + " clock that was wrong, and stay as they are. The box believes none of those dates"
              + " and goes on from {}",
          Instant.ofEpochMilli(journal),
          Instant.ofEpochMilli(Math.max(possible, Release.BUILT_AFTER)));
      journal = possible;
    }
    long mark = new ClockMark(config.dataDir()).read(limit);
    long floor = Math.max(mark, Math.max(Release.BUILT_AFTER, journal));
    return new SystemClock(config.clock(), floor, limit);
  }

  /** The end of the kit's certificate, or of what a release may live; epoch milliseconds. */
  private static long latest(KitFolder kit) {
    return Math.min(
        kit.chain().getFirst().getNotAfter().toInstant().toEpochMilli(), Release.OUTLIVED);
  }

  private static String adminToken(BoxConfig config, SecureRandom chance) throws IOException {
    return PrivateFile.readOrMake(
        config.dataDir().resolve("admin.token"), () -> SigningKey.make(chance).scalar());
  }

  static <T> T await(CompletableFuture<T> answer, Systemd manager) throws IOException {
    return StartWait.of("the journal is being written", answer, manager);
  }
}
