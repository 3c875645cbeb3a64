package dev.roadcase.tests.simulation;

import static dev.roadcase.tests.simulation.Timeline.MILLI;
import static dev.roadcase.tests.simulation.Timeline.SECOND;

import dev.roadcase.core.identity.Verified;
import dev.roadcase.core.queue.Ack;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The thin link of one box, and the broker at its end. TCP hides the loss of single packets, so a
 * link that goes black holds what is in it until it comes back, or until the connection has died;
 * what was on its way then arrives, or does not.
 */
final class Wan {
  /** What the box hears. */
  interface Ear {
    /** Whether the process is still there that called. */
    boolean isThere();

    void confirmed(long parcel);

    void acknowledged(Verified<Ack> ack);

    void closed();
  }

  private static final long CONNECT_TIMEOUT = 5 * SECOND;

  private final Timeline timeline;
  private final Scenario scenario;
  private final String kit;
  private final Upstream upstream;
  private final Witness witness;
  private final Tally tally;
  private final Dice dice;
  private boolean calm;
  private long blackUntil;
  private long lineFreeAt;
  private long connection;
  private @Nullable Ear ear;

  Wan(
      Timeline timeline,
      Scenario scenario,
      String kit,
      Upstream upstream,
      Witness witness,
      Tally tally,
      Dice dice) {
    this.timeline = timeline;
    this.scenario = scenario;
    this.kit = kit;
    this.upstream = upstream;
    this.witness = witness;
    this.tally = tally;
    this.dice = dice;
  }

  /** Calls one of the two, after a while. */
  void connect(Ear newEar, Runnable up, Runnable failed) {
    if (timeline.now() < blackUntil) {
      timeline.after(CONNECT_TIMEOUT, failed);
      return;
    }
    timeline.after(
        6 * scenario.line().oneWay(),
        () -> {
          if (timeline.now() < blackUntil || !newEar.isThere()) {
            failed.run();
            return;
          }
          connection++;
          tally.connections++;
          ear = newEar;
          lineFreeAt = timeline.now();
          witness.connected(kit);
          up.run();
          heard(connection, () -> newEar.acknowledged(upstream.ack(kit)));
        });
  }

  /** The box has let go of the connection, or is no more. */
  void hangUp() {
    connection++;
    ear = null;
    witness.disconnected(kit);
  }

  void publish(long parcel, List<Card.Delta> deltas, int bytes) {
    long mine = connection;
    long now = timeline.now();
    lineFreeAt = Math.max(now, lineFreeAt) + bytes * SECOND / scenario.line().bytesPerSecond();
    timeline.after(lineFreeAt + scenario.line().oneWay() - now, () -> arrive(mine, parcel, deltas));
  }

  /** Upstream's retained ack has changed. */
  void acknowledge(Verified<Ack> ack) {
    Ear listening = ear;
    if (listening != null && (calm || !dice.happens(scenario.troubles().ackLost()))) {
      heard(connection, () -> listening.acknowledged(ack));
    }
  }

  void black(long nanos) {
    tally.outages++;
    blackUntil = Math.max(blackUntil, timeline.now() + nanos);
    timeline.note("%s: the link is black for %d ms", kit, nanos / MILLI);
    witness.disturbed(kit, blackUntil);
  }

  /** The connection breaks, and the box is told. */
  void reset() {
    Ear listening = ear;
    if (listening != null) {
      timeline.note("%s: the connection is reset", kit);
      witness.disturbed(kit, timeline.now());
      hangUp();
      listening.closed();
    }
  }

  void calm() {
    calm = true;
    blackUntil = Math.min(blackUntil, timeline.now());
  }

  private void arrive(long mine, long parcel, List<Card.Delta> deltas) {
    if (mine == connection && timeline.now() < blackUntil) {
      timeline.after(
          blackUntil - timeline.now() + scenario.line().oneWay(),
          () -> arrive(mine, parcel, deltas));
      return;
    }
    if (mine != connection && dice.happens(0.5)) {
      return;
    }
    boolean lost = !calm && dice.happens(scenario.troubles().brokerForgets());
    if (lost) {
      tally.forgotten++;
      timeline.note("%s: the broker loses parcel %d after its PUBACK", kit, parcel);
      witness.lostByTheBroker(kit, deltas);
    } else {
      timeline.after(dice.between(5, 50) * MILLI, () -> upstream.ingest(kit, deltas));
    }
    if (mine != connection) {
      return;
    }
    if (!calm && dice.happens(scenario.troubles().pubackLost())) {
      timeline.note("%s: PUBACK %d is lost with the connection", kit, parcel);
      reset();
      return;
    }
    Ear listening = ear;
    if (listening != null) {
      heard(mine, () -> listening.confirmed(parcel));
    }
  }

  /** Towards the box. */
  private void heard(long mine, Runnable what) {
    timeline.after(
        scenario.line().oneWay(),
        () -> {
          if (mine != connection) {
            return;
          }
          if (timeline.now() < blackUntil) {
            timeline.after(blackUntil - timeline.now(), () -> heard(mine, what));
          } else {
            what.run();
          }
        });
  }
}
