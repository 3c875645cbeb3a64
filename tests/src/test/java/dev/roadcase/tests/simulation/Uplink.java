package dev.roadcase.tests.simulation;

import static dev.roadcase.tests.simulation.Timeline.SECOND;

import dev.roadcase.app.box.Box;
import dev.roadcase.app.box.NoteCommand;
import dev.roadcase.app.box.Prepared;
import dev.roadcase.core.fact.DeltaClass;
import dev.roadcase.core.fact.Entry;
import dev.roadcase.core.fact.Hash;
import dev.roadcase.core.fact.MultisetHash;
import dev.roadcase.core.fact.Now;
import dev.roadcase.core.fact.Range;
import dev.roadcase.core.identity.Verified;
import dev.roadcase.core.queue.Ack;
import dev.roadcase.core.queue.AckCheck;
import dev.roadcase.core.queue.Backoff;
import dev.roadcase.core.queue.CheckedAck;
import dev.roadcase.core.queue.Parcel;
import dev.roadcase.core.queue.SequenceSet;
import dev.roadcase.core.queue.UplinkFact.TelemetryShed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What {@code MqttUplink} does, without its thread, its client and its compression: connect, drain,
 * believe acks, write down the latest once a second, back off.
 */
final class Uplink implements Wan.Ear {
  private static final Duration BACKOFF_FIRST = Duration.ofMillis(500);
  private static final Duration BACKOFF_CAP = Duration.ofSeconds(30);
  private static final Duration BACKOFF_MONEY = Duration.ofSeconds(4);
  private static final long LOOK_ROUND_EVERY = SECOND;
  private static final long WRITE_DOWN_EVERY = SECOND;

  /** What a PUBLISH costs beside its payload: headers of MQTT, TLS, TCP, IP, topic, properties. */
  private static final int OVERHEAD = 150;

  private record Flight(Parcel parcel, List<Range> covered) {}

  private final Shell shell;
  private final Timeline timeline;
  private final Optional<Mutant> mutant;
  private final Wan wan;
  private final int parcels;
  private final Dice dice;
  private final Sender sender;
  private final Backoff backoff = new Backoff(BACKOFF_FIRST, BACKOFF_CAP);
  private final Map<Long, Flight> flights = new LinkedHashMap<>();
  private boolean connecting;
  private boolean up;
  private long upSince;
  private long knockAt = Long.MAX_VALUE;
  private long timer;
  private @Nullable AckCheck check;
  private @Nullable CheckedAck unwritten;
  private long writtenAt;

  Uplink(Shell shell, Timeline timeline, Optional<Mutant> mutant, Wan wan, int parcels, Dice dice) {
    this.shell = shell;
    this.timeline = timeline;
    this.mutant = mutant;
    this.wan = wan;
    this.parcels = parcels;
    this.dice = dice;
    this.sender = BadSenders.of(mutant);
  }

  void start(Now now) {
    Box box = shell.box();
    check = new AckCheck(box.identity().incarnation(), box.outbox(), this::sum);
    long freshFrom = box.outbox().freshFrom(now);
    for (DeltaClass deltaClass : DeltaClass.values()) {
      sender.recover(deltaClass, box.outbox().published(deltaClass), freshFrom, timeline.now());
    }
    knock();
  }

  void committed(List<Prepared<?>> batch) {
    long now = timeline.now();
    for (Prepared<?> prepared : batch) {
      for (Entry entry : prepared.entries()) {
        DeltaClass deltaClass = entry.fact().type().reach().deltaClass();
        if (deltaClass != null) {
          long seq = entry.fact().classSeq();
          boolean urgent = entry.fact().type().reach().urgent();
          sender.added(deltaClass, seq, seq, urgent, entry.bytes().length, now);
        }
        if (entry.fact().body() instanceof TelemetryShed shed) {
          sender.shed(DeltaClass.P3, shed.from(), shed.to(), now);
        }
      }
      List<Prepared.Row> rows = prepared.rows();
      if (!rows.isEmpty()) {
        int bytes = rows.getFirst().sample().json().length() + 100;
        sender.added(DeltaClass.P3, rows.getFirst().seq(), rows.getLast().seq(), false, bytes, now);
      }
    }
    look();
  }

  @Override
  public boolean isThere() {
    return shell.isAlive();
  }

  @Override
  public void confirmed(long parcel) {
    Flight flight = flights.remove(parcel);
    if (flight != null) {
      sender.published(flight.parcel(), flight.covered(), timeline.now());
    }
    look();
  }

  @Override
  public void acknowledged(Verified<Ack> ack) {
    switch (java.util.Objects.requireNonNull(check).check(ack)) {
      case AckCheck.Result.Believed(CheckedAck believed, var _) -> {
        for (DeltaClass deltaClass : DeltaClass.values()) {
          sender.acked(deltaClass, believed.belief(deltaClass).taken(), timeline.now());
        }
        unwritten = believed;
      }
      case AckCheck.Result.IsSetBack(var evidence) ->
          throw new Broken(Promise.SHOWN_IS_KEPT, "%s", evidence);
      case AckCheck.Result.Outdated o -> throw new IllegalStateException(o.toString());
      case AckCheck.Result.OtherIncarnation o -> throw new IllegalStateException(o.toString());
    }
    look();
  }

  /** Of this box's own deltas, as they stand on the card. */
  private MultisetHash sum(DeltaClass deltaClass, List<Range> ranges) {
    MultisetHash sum = MultisetHash.EMPTY;
    for (Range range : ranges) {
      for (long seq = range.from(); seq <= range.to(); seq++) {
        Card.Delta delta = shell.card().read(deltaClass, seq);
        sum = delta == null ? sum : sum.plus(MultisetHash.of(Hash.of(delta.bytes())));
      }
    }
    return sum;
  }

  @Override
  public void closed() {
    drop("the other side closed it");
  }

  /** The process is no more. */
  void die() {
    if (up) {
      up = false;
      wan.hangUp();
    }
  }

  private void knock() {
    knockAt = Long.MAX_VALUE;
    connecting = true;
    wan.connect(this, shell.ifAlive(this::connected), shell.ifAlive(() -> failed(Duration.ZERO)));
    look();
  }

  private void connected() {
    connecting = false;
    up = true;
    upSince = timeline.now();
    sender.connected(upSince, parcels);
    shell.upstreamAnswers(true);
    shell.submit(new NoteCommand.NoteLink(true, "cellular"));
    look();
  }

  private void drop(String why) {
    if (!up) {
      return;
    }
    timeline.note("%s: the connection has ended: %s", shell.name(), why);
    up = false;
    wan.hangUp();
    flights.clear();
    sender.disconnected(timeline.now());
    shell.upstreamAnswers(false);
    shell.submit(new NoteCommand.NoteLink(false, "none"));
    failed(Duration.ofNanos(timeline.now() - upSince));
  }

  private void failed(Duration held) {
    connecting = false;
    Duration hurry = sender.moneyWaits() ? BACKOFF_MONEY : BACKOFF_CAP;
    knockAt = timeline.now() + backoff.failed(held, dice.nextDouble(), hurry).toNanos();
    look();
  }

  /** One turn of the loop. */
  private void look() {
    long now = timeline.now();
    if (up) {
      drain(now);
    } else {
      sender.age(now);
      if (sender.moneyWaits() && !is(Mutant.BACKOFF_SLEPT_THROUGH)) {
        knockAt = Math.min(knockAt, connecting ? knockAt : now + BACKOFF_MONEY.toNanos());
      }
      if (!connecting && now >= knockAt) {
        knock();
        return;
      }
    }
    writeDown(now);
    setTimer(now);
  }

  private void drain(long now) {
    if (sender.stalled(now)) {
      drop("no answer to what was sent");
      return;
    }
    for (Optional<Parcel> parcel = sender.next(now);
        parcel.isPresent() && up;
        parcel = sender.next(now)) {
      send(parcel.get(), now);
    }
  }

  /** In order, as much as fits; the first whatever its size. */
  private void send(Parcel parcel, long now) {
    List<Card.Delta> deltas = new ArrayList<>();
    List<Range> covered = new ArrayList<>();
    int bytes = OVERHEAD;
    reading:
    for (Range range : parcel.ranges()) {
      for (long seq = range.from(); seq <= range.to(); seq++) {
        Card.Delta delta = shell.card().read(parcel.lane().deltaClass(), seq);
        if (delta != null) {
          if (!deltas.isEmpty() && bytes + delta.bytes().length > parcel.maxBytes()) {
            break reading;
          }
          bytes += delta.bytes().length;
          deltas.add(delta);
        }
        covered.add(new Range(seq, seq));
      }
    }
    List<Range> settled = SequenceSet.of(covered).asRanges();
    if (sender.leave(parcel, settled, deltas.isEmpty() ? 0 : bytes, now) && !deltas.isEmpty()) {
      flights.put(parcel.id(), new Flight(parcel, settled));
      wan.publish(parcel.id(), deltas, bytes);
    }
  }

  private void writeDown(long now) {
    CheckedAck latest = unwritten;
    if (latest == null || now - writtenAt < WRITE_DOWN_EVERY) {
      return;
    }
    if (shell.box().outbox().holds(latest)) {
      unwritten = null;
      return;
    }
    writtenAt = now;
    if (shell.submit(new NoteCommand.NoteAck(latest, shell.session()))
        && is(Mutant.ACK_HANDED_IN_ONCE)) {
      unwritten = null;
    }
  }

  private boolean is(Mutant one) {
    return mutant.equals(Optional.of(one));
  }

  private void setTimer(long now) {
    long at = now + LOOK_ROUND_EVERY;
    if (up) {
      OptionalLong wake = sender.wakeAt(now);
      at = wake.isPresent() ? Math.min(at, Math.max(now + 1000, wake.getAsLong())) : at;
    } else {
      at = Math.min(at, knockAt);
    }
    timer++;
    long mine = timer;
    timeline.after(
        at - now,
        shell.ifAlive(() -> {
          if (mine == timer) {
            look();
          }
        }));
  }
}
