package dev.roadcase.app.status;

import dev.roadcase.app.box.Box;
import dev.roadcase.app.clock.Clock;
import dev.roadcase.app.config.Driver;
import dev.roadcase.app.disk.Room;
import dev.roadcase.app.hardware.HardwareWing;
import dev.roadcase.app.journal.Writer;
import dev.roadcase.app.uplink.MqttUplink;
import dev.roadcase.app.uplink.Reachability;
import dev.roadcase.app.uplink.UplinkStats;
import dev.roadcase.core.auth.Device;
import dev.roadcase.core.auth.Staleness;
import dev.roadcase.core.departure.Strike;
import dev.roadcase.core.departure.Unplug;
import dev.roadcase.core.fact.DeltaClass;
import dev.roadcase.core.fact.Now;
import dev.roadcase.core.identity.Scope;
import dev.roadcase.core.link.LinkState;
import dev.roadcase.core.pack.Pack;
import dev.roadcase.core.pack.Roster;
import dev.roadcase.core.queue.Outbox;
import dev.roadcase.core.queue.SequenceSet;
import dev.roadcase.core.queue.UplinkFact.SetBackFound;
import dev.roadcase.core.queue.WaitingSince;
import dev.roadcase.drivers.port.Reading;
import dev.roadcase.drivers.power.PowerReading;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** The box, as it stands at this moment. Any thread may ask. */
public final class BoxStatus {
  private final Box box;
  private final Writer writer;
  private final Clock clock;
  private final HardwareWing hardware;
  private final Reachability reachability;
  private final Optional<MqttUplink> uplink;
  private final boolean alone;
  private final Map<DeltaClass, WaitingSince> backlogs = new EnumMap<>(DeltaClass.class);
  private final Optional<String> refusedPack;
  private final Supplier<Optional<String>> clockContradiction;

  /**
   * What is known of {@code box}.
   *
   * @param alone whether no upstream is configured
   * @param refusedPack why the pack of the configuration was not taken, while another one counts
   * @param clockContradiction how upstream's signed time contradicts what the box knows of it
   */
  public BoxStatus(
      Box box,
      Writer writer,
      Clock clock,
      HardwareWing hardware,
      Reachability reachability,
      Optional<MqttUplink> uplink,
      boolean alone,
      Optional<String> refusedPack,
      Supplier<Optional<String>> clockContradiction) {
    this.box = box;
    this.writer = writer;
    this.clock = clock;
    this.hardware = hardware;
    this.reachability = reachability;
    this.uplink = uplink;
    this.alone = alone;
    this.refusedPack = refusedPack;
    this.clockContradiction = clockContradiction;
  }

  /** How upstream's latest signed time contradicts what the box knows; nothing if it does not. */
  public Optional<String> clockContradiction() {
    return clockContradiction.get();
  }

  /** Why the pack of the configuration was not taken, while the one before goes on counting. */
  public Optional<String> refusedPack() {
    return refusedPack;
  }

  /** Why nothing is sold; empty when a till can sell now. */
  public List<NotSelling> notSelling() {
    List<NotSelling> why = new ArrayList<>(notReady());
    if (!aTillMaySell()) {
      why.add(NotSelling.NO_TILL);
    }
    return why;
  }

  /**
   * Why the box itself would take no sale; empty when it would. A till that is missing is no fault
   * of the box: it is ready for one.
   */
  public List<NotSelling> notReady() {
    List<NotSelling> why = new ArrayList<>();
    if (setBack().isPresent()) {
      why.add(NotSelling.SET_BACK);
    }
    if (box.catalogue().published().isEmpty()) {
      why.add(NotSelling.NO_PACK);
    }
    if (!writer.room().forSales()) {
      why.add(NotSelling.DISK_FULL);
    }
    if (writer.tooBusy()) {
      why.add(NotSelling.TOO_BUSY);
    }
    if (writer.stopping()) {
      why.add(NotSelling.STOPPING);
    }
    return why;
  }

  /** Whether a device is paired, neither revoked nor suspended, whose role sells. */
  private boolean aTillMaySell() {
    Roster roster = box.catalogue().published().map(Pack::roster).orElse(Roster.USUAL);
    boolean byPin =
        roster.staff().stream().anyMatch(person -> person.scopes().contains(Scope.SELL));
    return box.devices().published().stream()
        .filter(Device::active)
        .map(device -> roster.roles().get(device.role()))
        .anyMatch(duty -> byPin || (duty != null && duty.scopes().contains(Scope.SELL)));
  }

  /** The box in a line, for the service manager. */
  public String line() {
    List<NotSelling> why = notSelling();
    return why.isEmpty()
        ? "selling"
        : "not selling: " + String.join(", ", why.stream().map(NotSelling::words).toList());
  }

  /** Free bytes on the journal's disk; -1 when it cannot be told. */
  public long freeBytes() {
    return writer.room().usable();
  }

  Room room() {
    return writer.room();
  }

  public Unplug unplug() {
    // Holds come with slots; until then none can be open.
    return Unplug.of(writer.waiting(), 0, writer.checkpointed());
  }

  public Strike strike() {
    return Strike.of(tally(DeltaClass.P0), tally(DeltaClass.P1), setBack().isPresent());
  }

  /** The evidence that the books of this box are old, when there is some. */
  public Optional<SetBackFound> setBack() {
    return box.setBack().published();
  }

  /** Whether upstream answers. Silence counts only while an answer is due. */
  public LinkState link() {
    if (alone) {
      return LinkState.STANDS_ALONE;
    }
    boolean due =
        !box.outbox().reconciled(DeltaClass.P0) || !box.outbox().reconciled(DeltaClass.P1);
    // Since the later of the last answer and the oldest that is unanswered: a sale after a quiet
    // hour has not waited for an hour.
    Duration waited = longer(oldestWaiting(DeltaClass.P0), oldestWaiting(DeltaClass.P1));
    Duration silence =
        due ? lastAckAge().filter(age -> age.compareTo(waited) < 0).orElse(waited) : Duration.ZERO;
    return LinkState.of(reachability.answers(), silence);
  }

  /** Notices what waits; to be called about twice a second, also while nobody watches. */
  public void look() {
    long at = clock.now().monotonic();
    synchronized (backlogs) {
      for (DeltaClass deltaClass : DeltaClass.values()) {
        backlogs.merge(
            deltaClass,
            backlog(WaitingSince.START, deltaClass, at),
            (before, _) -> backlog(before, deltaClass, at));
      }
    }
  }

  private WaitingSince backlog(WaitingSince before, DeltaClass deltaClass, long at) {
    // What waits first: if more is written in between, the mark is only higher than it need be.
    OptionalLong oldest = box.outbox().oldestWaiting(deltaClass);
    return before.after(box.outbox().published(deltaClass).highest(), oldest, at);
  }

  /** For how long at least something of a class has waited for upstream; zero when nothing does. */
  public Duration oldestWaiting(DeltaClass deltaClass) {
    long at = clock.now().monotonic();
    synchronized (backlogs) {
      WaitingSince backlog = backlogs.get(deltaClass);
      return backlog == null
          ? Duration.ZERO
          : backlog.age(box.outbox().oldestWaiting(deltaClass), at);
    }
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  /** What answers when mains and battery are asked for. */
  public Driver powerDriver() {
    return hardware.powerDriver();
  }

  /** Whether anything that the hardware says is made up. */
  public boolean simulated() {
    return hardware.simulated();
  }

  public Optional<Duration> lastAckAge() {
    return stats().flatMap(UplinkStats::lastAckAge);
  }

  Optional<UplinkStats> stats() {
    return uplink.map(MqttUplink::stats);
  }

  public Reading<PowerReading> power() {
    return hardware.power();
  }

  boolean upstreamAnswers() {
    return reachability.answers();
  }

  /** What is known of revocations. */
  public RevocationNews revocations() {
    return RevocationNews.of(box, Staleness.USUAL, clock.now());
  }

  public Now now() {
    return clock.now();
  }

  public Box box() {
    return box;
  }

  private Strike.Tally tally(DeltaClass deltaClass) {
    Outbox.Progress progress = box.outbox().published(deltaClass);
    long reconciled = progress.acked().size();
    long exported = box.exports().state().upTo(deltaClass);
    long kept = progress.acked().union(SequenceSet.of(1, exported)).size();
    return new Strike.Tally(progress.highest(), reconciled, kept - reconciled);
  }
}
