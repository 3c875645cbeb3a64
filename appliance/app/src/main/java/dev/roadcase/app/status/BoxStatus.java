package dev.roadcase.app.status;

import dev.roadcase.app.box.Box;
import dev.roadcase.app.hardware.BoardWatch;
import dev.roadcase.app.journal.Clock;
import dev.roadcase.app.journal.Room;
import dev.roadcase.app.journal.Writer;
import dev.roadcase.app.screens.CrewView.NotSelling;
import dev.roadcase.app.uplink.MqttUplink;
import dev.roadcase.app.uplink.UplinkStats;
import dev.roadcase.core.auth.Staleness;
import dev.roadcase.core.departure.Strike;
import dev.roadcase.core.departure.Unplug;
import dev.roadcase.core.fact.DeltaClass;
import dev.roadcase.core.fact.Now;
import dev.roadcase.core.link.LinkState;
import dev.roadcase.core.queue.Outbox;
import dev.roadcase.drivers.board.PowerReading;
import dev.roadcase.drivers.board.Reading;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The box, as it stands at this moment. Any thread may ask. */
public final class BoxStatus {
  private final Box box;
  private final Writer writer;
  private final Clock clock;
  private final BoardWatch hardware;
  private final Optional<MqttUplink> uplink;
  private final Optional<String> refusedPack;

  /**
   * What is known of {@code box}.
   *
   * @param refusedPack why the pack of the configuration was not taken, while another one counts
   */
  public BoxStatus(
      Box box,
      Writer writer,
      Clock clock,
      BoardWatch hardware,
      Optional<MqttUplink> uplink,
      Optional<String> refusedPack) {
    this.box = box;
    this.writer = writer;
    this.clock = clock;
    this.hardware = hardware;
    this.uplink = uplink;
    this.refusedPack = refusedPack;
  }

  /** Why the pack of the configuration was not taken, while the one before goes on counting. */
  public Optional<String> refusedPack() {
    return refusedPack;
  }

  /** Why no sale can be taken; empty when one can. */
  public List<NotSelling> notSelling() {
    List<NotSelling> why = new ArrayList<>();
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
    return Strike.of(tally(DeltaClass.P0), tally(DeltaClass.P1));
  }

  /** Whether upstream answers. Silence counts only while an answer is due. */
  public LinkState link() {
    boolean due =
        !box.outbox().reconciled(DeltaClass.P0) || !box.outbox().reconciled(DeltaClass.P1);
    Duration silence = due ? lastAckAge().orElse(Duration.ZERO) : Duration.ZERO;
    return LinkState.of(hardware.upstreamAnswers(), silence);
  }

  public Optional<Duration> lastAckAge() {
    return stats().flatMap(UplinkStats::lastAckAge);
  }

  Optional<UplinkStats> stats() {
    return uplink.map(MqttUplink::stats);
  }

  Reading<PowerReading> power() {
    return hardware.power();
  }

  boolean upstreamAnswers() {
    return hardware.upstreamAnswers();
  }

  /** What is known of revocations. */
  RevocationNews revocations() {
    return RevocationNews.of(box, Staleness.USUAL, clock.now());
  }

  Now now() {
    return clock.now();
  }

  Box box() {
    return box;
  }

  private Strike.Tally tally(DeltaClass deltaClass) {
    Outbox.Progress progress = box.outbox().published(deltaClass);
    return new Strike.Tally(progress.highest(), progress.acked().size(), 0);
  }
}
