package dev.roadcase.app.pages;

import dev.roadcase.app.box.Box;
import dev.roadcase.app.config.Driver;
import dev.roadcase.app.screens.CrewView;
import dev.roadcase.app.screens.CrewView.DevicesSeen;
import dev.roadcase.app.screens.CrewView.Exported;
import dev.roadcase.app.screens.CrewView.LinkSeen;
import dev.roadcase.app.screens.CrewView.PackShown;
import dev.roadcase.app.screens.CrewView.PowerSeen;
import dev.roadcase.app.screens.CrewView.Selling;
import dev.roadcase.app.screens.CrewView.Sync;
import dev.roadcase.app.screens.CrewView.Waiting;
import dev.roadcase.app.screens.DevicesView;
import dev.roadcase.app.screens.DevicesView.Asking;
import dev.roadcase.app.screens.DevicesView.KeyList;
import dev.roadcase.app.screens.DevicesView.Known;
import dev.roadcase.app.screens.DevicesView.Seen;
import dev.roadcase.app.screens.SteadyPanel;
import dev.roadcase.app.screens.SteadyPanel.Shown;
import dev.roadcase.app.status.BoxStatus;
import dev.roadcase.app.status.RevocationNews;
import dev.roadcase.core.auth.Device;
import dev.roadcase.core.auth.PairingDesk;
import dev.roadcase.core.departure.Exports;
import dev.roadcase.core.departure.Unplug;
import dev.roadcase.core.fact.DeltaClass;
import dev.roadcase.core.fact.Now;
import dev.roadcase.core.identity.Subject;
import dev.roadcase.core.ledger.Copies;
import dev.roadcase.core.ledger.Ledger;
import dev.roadcase.core.link.LinkFact.LinkChanged;
import dev.roadcase.core.link.LinkState;
import dev.roadcase.core.power.PowerFact.PowerChanged;
import dev.roadcase.core.queue.SequenceSet;
import dev.roadcase.drivers.port.Reading;
import dev.roadcase.drivers.power.PowerReading;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The box as the crew sees it. Any thread may ask. */
public final class CrewEyes {
  /** How often it is to be looked at, whether or not anybody watches: what lasts is noticed. */
  public static final Duration LOOK_EVERY = Duration.ofMillis(500);

  private final BoxStatus status;
  private final PairingDesk desk;
  private final SteadyPanel steady = new SteadyPanel();

  public CrewEyes(BoxStatus status, PairingDesk desk) {
    this.status = status;
    this.desk = desk;
  }

  /** What the panel shows now. */
  public synchronized Shown look() {
    status.look();
    CrewView view = view();
    return steady.look(view, view.now().monotonic());
  }

  /** Whether the plug may be pulled at this very moment. */
  public UnplugAnswer unplug() {
    return new UnplugAnswer(
        status.unplug(),
        DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT)
            .format(Instant.ofEpochMilli(status.now().wall()).atZone(ZoneId.systemDefault())));
  }

  /**
   * The answer of a moment.
   *
   * @param clock the time of day in the zone of the box
   */
  public record UnplugAnswer(Unplug answer, String clock) {}

  private CrewView view() {
    Box box = status.box();
    Now now = status.now();
    return new CrewView(
        box.identity().kit(),
        box.identity().mode(),
        status.simulated(),
        box.catalogue()
            .published()
            .map(p -> new PackShown(p.show(), p.version(), status.refusedPack().isPresent()))
            .orElse(null),
        now,
        ZoneId.systemDefault(),
        power(),
        link(now),
        selling(now),
        sync(),
        status.unplug(),
        status.strike(),
        exported(),
        devices(),
        status.freeBytes(),
        status.clockContradiction().isPresent());
  }

  private @Nullable Exported exported() {
    Exports.State exports = status.box().exports().state();
    return exports.last() == null || exports.at() == null
        ? null
        : new Exported(exports.at(), exports.last().ownDisk());
  }

  /** Which devices wait and which are paired, for the page about nothing else. */
  public DevicesView devicesInFull() {
    Box box = status.box();
    Map<Subject, Duration> bounds = box.auth().tokens().bounds(status.now());
    return new DevicesView(
        box.identity().mode(),
        desk.waiting(System.nanoTime()).stream()
            .map(w ->
                new Asking(
                    w.id(),
                    w.request().name(),
                    w.request().role(),
                    w.userCode(),
                    w.digits().orElse(""),
                    w.digitsDue(),
                    w.request().binding().device().isPresent()))
            .toList(),
        box.devices().published().stream()
            .map(d ->
                new Seen(
                    d,
                    box.auth().pins().locked(d.id()),
                    bounds.getOrDefault(d.id(), Duration.ZERO)))
            .toList(),
        known(status.revocations()));
  }

  private static Known known(RevocationNews news) {
    return new Known(
        news.age(),
        news.row(),
        news.elsewhere(),
        news.keys().map(list -> new KeyList(list.number(), list.keys(), list.age())).orElse(null));
  }

  private DevicesSeen devices() {
    List<Device> in =
        status.box().devices().published().stream().filter(d -> !d.revoked()).toList();
    return new DevicesSeen(
        in.size(),
        desk.waiting(System.nanoTime()).size(),
        (int) in.stream().filter(d -> !d.active()).count(),
        (int) in.stream().filter(Device::twoPlaces).count(),
        (int) in.stream().filter(d -> status.box().auth().pins().locked(d.id())).count());
  }

  private PowerSeen power() {
    return switch (status.power()) {
      case Reading.Known<PowerReading>(PowerReading reading) -> {
        int minutes = reading.minutesToEmpty().orElse(-1);
        PowerChanged seen = new PowerChanged(reading.mains(), reading.percent(), minutes);
        yield new PowerSeen.Known(status.box().power().stageAt(seen), reading.percent(), minutes);
      }
      case Reading.Unknown<PowerReading>(String why) ->
          status.powerDriver() == Driver.NONE
              ? new PowerSeen.NoBoard()
              : new PowerSeen.Unknown(why);
    };
  }

  private LinkSeen link(Now now) {
    LinkChanged last = status.box().link().state().last();
    return new LinkSeen(
        status.link(),
        last == null ? "none" : last.via(),
        status.box().link().state().lasting(now).orElse(null));
  }

  private Selling selling(Now now) {
    Optional<Ledger.Newest> newest = status.box().ledger().newest();
    Optional<Duration> age =
        newest
            .map(Ledger.Newest::at)
            .filter(at -> at.boot().equals(now.boot()))
            .map(at -> Duration.ofNanos(now.monotonic() - at.monotonic()));
    SequenceSet acked = status.box().outbox().published(DeltaClass.P0).acked();
    Copies copies = newest.map(sale -> Copies.of(sale.classSeq(), acked::contains)).orElse(null);
    return new Selling(
        status.notSelling(), status.box().ledger().published().sales(), age.orElse(null), copies);
  }

  private Sync sync() {
    List<Waiting> classes = new ArrayList<>();
    for (DeltaClass deltaClass : DeltaClass.values()) {
      long waiting = status.box().outbox().waiting(deltaClass);
      classes.add(
          new Waiting(deltaClass, waiting, waiting == 0 ? null : status.oldestWaiting(deltaClass)));
    }
    return new Sync(
        classes,
        status.lastAckAge().orElse(null),
        status.box().outbox().published(DeltaClass.P3).shed().size(),
        status.link() == LinkState.STANDS_ALONE);
  }
}
