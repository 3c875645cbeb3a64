package dev.roadcase.app.status;

import dev.roadcase.app.box.Box;
import dev.roadcase.app.screens.CrewView;
import dev.roadcase.app.screens.CrewView.DevicesSeen;
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
import dev.roadcase.core.auth.Device;
import dev.roadcase.core.auth.PairingDesk;
import dev.roadcase.core.fact.DeltaClass;
import dev.roadcase.core.fact.FactBody.LinkChanged;
import dev.roadcase.core.fact.FactBody.PowerChanged;
import dev.roadcase.core.fact.Now;
import dev.roadcase.core.identity.Subject;
import dev.roadcase.core.ledger.Copies;
import dev.roadcase.core.ledger.Ledger;
import dev.roadcase.drivers.board.PowerReading;
import dev.roadcase.drivers.board.Reading;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The box as the crew sees it. */
public final class CrewEyes {
  private final BoxStatus status;
  private final PairingDesk desk;

  public CrewEyes(BoxStatus status, PairingDesk desk) {
    this.status = status;
    this.desk = desk;
  }

  public CrewView look() {
    Box box = status.box();
    Now now = status.now();
    return new CrewView(
        box.identity().kit(),
        box.identity().mode(),
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
        devices(),
        status.freeBytes());
  }

  /** Who waits and who is in, for the page about nothing else. */
  public DevicesView devicesInFull() {
    Box box = status.box();
    Map<Subject, Duration> bounds = box.broker().tokens().bounds(status.now());
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
                    w.digitsDue()))
            .toList(),
        box.devices().published().stream()
            .map(d ->
                new Seen(
                    d,
                    box.broker().pins().locked(d.id()),
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
        (int) in.stream().filter(d -> status.box().broker().pins().locked(d.id())).count());
  }

  private PowerSeen power() {
    return switch (status.power()) {
      case Reading.Known<PowerReading>(PowerReading reading) -> {
        int minutes = reading.minutesToEmpty().orElse(-1);
        PowerChanged seen = new PowerChanged(reading.mains(), reading.percent(), minutes);
        yield new PowerSeen.Known(status.box().power().stageAt(seen), reading.percent(), minutes);
      }
      case Reading.Unknown<PowerReading>(String why) -> new PowerSeen.Unknown(why);
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
    Copies copies =
        newest
            .map(sale ->
                status.box().outbox().published(DeltaClass.P0).acked().contains(sale.classSeq())
                    ? Copies.UPSTREAM
                    : Copies.ONE)
            .orElse(null);
    return new Selling(
        status.notSelling(), status.box().ledger().published().sales(), age.orElse(null), copies);
  }

  private Sync sync() {
    List<Waiting> classes = new ArrayList<>();
    for (DeltaClass deltaClass : DeltaClass.values()) {
      classes.add(new Waiting(deltaClass, status.box().outbox().waiting(deltaClass), null));
    }
    return new Sync(
        classes,
        status.lastAckAge().orElse(null),
        status.box().outbox().published(DeltaClass.P3).shed().size());
  }
}
