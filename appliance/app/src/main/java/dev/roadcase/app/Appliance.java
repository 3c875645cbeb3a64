package dev.roadcase.app;

import dev.roadcase.app.config.BoxConfig;
import dev.roadcase.app.export.ExportRegister;
import dev.roadcase.app.folder.DataFolder;
import dev.roadcase.app.hardware.HardwareWing;
import dev.roadcase.app.http.Doors;
import dev.roadcase.app.journal.JournalFailure;
import dev.roadcase.app.status.BoxStatus;
import dev.roadcase.app.systemd.Systemd;
import dev.roadcase.app.systemd.Watchdog;
import dev.roadcase.app.twin.TwinLease;
import dev.roadcase.wire.x509.KitFolder;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The whole box, put together: its wings, and the order in which its parts come up and go. A wing
 * holds every {@code new} of one system; what visitors see is put together in {@link Storefront};
 * which pack counts is settled in {@link PackAtStart}.
 */
public final class Appliance {
  /** How often the status line is looked at where no watchdog wants food. */
  private static final Duration UNWATCHED = Duration.ofSeconds(30);

  private final Systemd manager;
  private final JournalWing journal;
  private final HttpWing http;
  private final Parts parts;

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
    DataFolder folder = DataFolder.look(config.dataDir(), start, ClockAtStart.latest(kit));
    Doors.requireFree(List.of(config.https(), config.admin()));
    if (!TwinLease.held(config.dataDir())) {
      Doors.requireFree(List.of(config.http()));
    }
    SecureRandom chance = new SecureRandom();
    JournalWing journal = JournalWing.open(config, kit, folder, manager, chance, never);
    Appliance appliance;
    try {
      appliance = new Appliance(config, kit, journal, manager, chance, never);
    } catch (IOException | RuntimeException e) {
      journal.abandon();
      throw e;
    }
    appliance.parts.up();
    return appliance;
  }

  /** All that can fail for a reason that a person has to mend, before anything is changed. */
  private Appliance(
      BoxConfig config,
      KitFolder kit,
      JournalWing journal,
      Systemd manager,
      SecureRandom chance,
      Consumer<JournalFailure> never)
      throws IOException {
    this.manager = manager;
    this.journal = journal;
    Storefront front = Storefront.of(config.dataDir(), journal.box(), journal.clock());
    front.readers().forEach(journal.writer()::tells);
    PackAtStart pack =
        PackAtStart.choose(
            config, kit, journal.room(), journal.clock(), journal.box(), front.assets());
    UplinkWing uplink = new UplinkWing(config, kit, journal, pack.upstreamKey(), chance, never);
    HardwareWing hardware = HardwareWing.open(config, journal.writer(), uplink.reachability()::via);
    AuthWing auth = new AuthWing(config, kit, journal, uplink.session(), chance);
    BoxStatus status =
        new BoxStatus(
            journal.box(),
            journal.writer(),
            journal.clock(),
            hardware,
            uplink.reachability(),
            uplink.uplink(),
            config.upstream().isEmpty(),
            pack.refused(),
            uplink::contradiction);
    ExportRegister exports =
        new ExportRegister(
            journal.reader(), journal.writer(), journal.box().identity().incarnation());
    http =
        new HttpWing(config, kit, manager, journal, auth.house(), status, exports, front, chance);
    Watchdog watchdog =
        new Watchdog(
            manager::feedWatchdog,
            manager::status,
            journal.writer(),
            status::line,
            Systemd.watchdog(System.getenv(), ProcessHandle.current().pid()).orElse(UNWATCHED));
    parts =
        new Parts(
            Part.ending(front.door()::close),
            journal,
            Part.starting(() -> pack.take(journal.writer(), manager)),
            Part.starting(() -> exports.takeUp(config.dataDir())),
            http,
            Part.of(() -> auth.start(http.vertx()), auth::quiet),
            Part.of(hardware::start, hardware::close),
            Part.of(front.twin()::start, front.twin()::close),
            uplink,
            Part.of(
                () -> {
                  manager.ready(status.line());
                  watchdog.start();
                },
                watchdog::close));
  }

  /**
   * Takes nothing new, answers what is under way, writes down that it stops, leaves a snapshot,
   * says goodbye upstream, and closes the doors. Within ten seconds, or not clean.
   */
  public void stop() {
    manager.stopping();
    parts.down();
  }

  public Doors.Ports ports() {
    return http.ports();
  }

  /** The kit's name, for people. */
  public String name() {
    return journal.box().identity().kit().value();
  }
}
