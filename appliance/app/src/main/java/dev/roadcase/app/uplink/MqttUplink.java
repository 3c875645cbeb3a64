package dev.roadcase.app.uplink;

import dev.roadcase.app.uplink.Line.Heard;
import dev.roadcase.core.fact.DeltaClass;
import dev.roadcase.core.fact.Entry;
import dev.roadcase.core.fact.Now;
import dev.roadcase.core.queue.Backoff;
import dev.roadcase.core.queue.Dispatcher;
import dev.roadcase.core.queue.Lane;
import dev.roadcase.core.queue.Outbox;
import dev.roadcase.core.queue.Parcel;
import dev.roadcase.core.queue.SetBack;
import dev.roadcase.core.queue.UplinkFact.TelemetryShed;
import dev.roadcase.wire.event.EventMessage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connect, greet, subscribe, drain; and again, for as long as the box runs.
 *
 * <p>One virtual thread owns the {@link Dispatcher} and does all of it. The writer tells it what
 * was committed, the broker's client what was heard; both only leave notes. What is heard goes by
 * its topic: to {@link AckIntake} or to {@link Presence}. The dispatcher believes an ack at once,
 * the ledger gets the latest one, once a second; see {@link Outbox} for why that is safe.
 */
public final class MqttUplink implements AutoCloseable {
  /** Below the kit's prefix: upstream's signed acks, retained. */
  public static final String ACK_TOPIC = "ack";

  /** Below the kit's prefix: whether this box is online, retained. */
  public static final String STATE_TOPIC = "state";

  static final Duration CONNECT = Duration.ofSeconds(5);
  static final Duration GREETING = Duration.ofSeconds(5);

  /** Beyond the other two: a goodbye has a second. */
  private static final Duration FAREWELL = Duration.ofSeconds(1);

  private static final long LAST_WORD_LOOK = 20;
  private static final Duration BACKOFF_FIRST = Duration.ofMillis(500);
  private static final Duration BACKOFF_CAP = Duration.ofSeconds(30);

  /** With money waiting, a box knocks at least so often: it costs 60 bytes. */
  private static final Duration BACKOFF_MONEY = Duration.ofSeconds(4);

  private static final long LOOK_ROUND_EVERY = Duration.ofSeconds(1).toNanos();
  private static final Duration COMPLAIN_EVERY = Duration.ofMinutes(1);
  private static final long STATS_EVERY = Duration.ofMillis(100).toNanos();

  /**
   * Messages that wait to be taken in. Each says all that the one before said, and the broker
   * retains one: what comes beyond is dropped.
   */
  private static final int MESSAGES_WAITING_MAX = 256;

  /** A parcel larger than this has no business on any link that we know. */
  private static final int PARCEL_MAX = 256 * 1024;

  private static final int PACKET_OVERHEAD = 256;

  private static final Logger LOG = LoggerFactory.getLogger(MqttUplink.class);

  private record Snapshot(
      long connectedAt,
      OptionalLong ackAt,
      Dispatcher.Reading reading,
      long connections,
      Map<RefusedAck, Long> refused,
      long unsendable,
      String trouble) {}

  /** What becomes of the messages of one topic. */
  private interface Listener {
    void hear(Heard.Message message) throws InterruptedException;
  }

  private final UplinkConfig config;
  private final Line.Maker lines;
  private final Packing packing;
  private final Outbox outbox;
  private final Consumer<LinkReport> reports;
  private final LongSupplier nanos;
  private final DoubleSupplier chance;
  private final Consumer<Throwable> never;

  private final Additions additions = new Additions();
  private final BlockingQueue<Heard> heard = new LinkedBlockingQueue<>();
  private final AtomicInteger messagesWaiting = new AtomicInteger();
  private final AtomicBoolean stopping = new AtomicBoolean();
  private final Dispatcher dispatcher = new Dispatcher();
  private final Backoff backoff = new Backoff(BACKOFF_FIRST, BACKOFF_CAP);
  private final Complaints complaints = new Complaints(LOG, COMPLAIN_EVERY);
  private final Presence presence;
  private final AckIntake acks;
  private final Map<String, Listener> topics;

  private @Nullable Thread thread;
  private volatile Snapshot snapshot;

  // The uplink's thread alone, from here on.
  private long connectedAt;
  private long connections;
  private long unsendable;
  private long statsAt;
  private String trouble = "";

  /**
   * An uplink that has not started.
   *
   * @param outbox its published readers are read, from the uplink's thread; nothing else. The same
   *     of {@code setBack}
   * @param nanos the monotonic clock that {@link #committed} and {@link #start} count in
   * @param chance uniform in [0, 1), for the back-off
   * @param never where a bug is reported; the uplink has ended then
   */
  public MqttUplink(
      UplinkConfig config,
      DeltaSource source,
      UplinkLedger ledger,
      Outbox outbox,
      SetBack setBack,
      Consumer<LinkReport> reports,
      LongSupplier nanos,
      DoubleSupplier chance,
      Consumer<Throwable> never) {
    this.config = config;
    this.outbox = outbox;
    this.reports = reports;
    this.nanos = nanos;
    this.chance = chance;
    this.never = never;
    DeltaSums deltas = new DeltaSums(source);
    packing = new Packing(deltas);
    presence = new Presence(config, dispatcher, complaints, nanos);
    acks =
        new AckIntake(
            config, deltas, ledger, outbox, setBack, dispatcher, presence, complaints, nanos);
    topics =
        Map.of(
            config.prefix() + ACK_TOPIC,
            message -> acks.hear(message.payload(), message.live()),
            config.upstreamState(),
            message -> presence.hearUpstream(message.payload()),
            config.prefix() + STATE_TOPIC,
            message -> presence.hearOwn(message.line(), message.payload()));
    lines = HiveMqLine.maker(config, config.prefix() + STATE_TOPIC, presence.will());
    snapshot =
        new Snapshot(
            0, OptionalLong.empty(), dispatcher.reading(), 0, Map.of(), 0, "not started yet");
  }

  /**
   * Takes up what the outbox says is open, and begins to call.
   *
   * @param now tells which money facts are still fresh; {@code nanos} and {@code now.monotonic()}
   *     need not be the same clock
   */
  public void start(Now now) {
    thread =
        Thread.ofVirtual()
            .name("uplink")
            .start(() -> {
              try {
                work(now);
              } catch (InterruptedException e) {
                LOG.info("The uplink was interrupted.");
              } catch (RuntimeException | Error e) {
                never.accept(e);
              }
            });
  }

  /** The writer, after each commit and publish: these facts stand. Never waits. */
  public void committed(List<Entry> entries) {
    long now = nanos.getAsLong();
    for (Entry entry : entries) {
      DeltaClass deltaClass = entry.fact().type().reach().deltaClass();
      if (deltaClass != null) {
        long seq = entry.fact().classSeq();
        boolean urgent = entry.fact().type().reach().urgent();
        note(new Additions.Note(false, deltaClass, seq, seq, urgent, entry.bytes().length, now));
      }
      if (entry.fact().body() instanceof TelemetryShed shed) {
        note(new Additions.Note(true, DeltaClass.P3, shed.from(), shed.to(), false, 1, now));
      }
    }
  }

  /**
   * The writer, after each commit and publish: telemetry rows {@code from … to} stand. Never waits.
   *
   * @param bytes of one row, about
   */
  public void telemetryCommitted(long from, long to, int bytes) {
    if (to >= from) {
      note(new Additions.Note(false, DeltaClass.P3, from, to, false, bytes, nanos.getAsLong()));
    }
  }

  /** A link has come up, says somebody who knows: do not wait out the back-off. */
  public void knock() {
    heard.add(new Heard.Woken(true));
  }

  /** Any thread's view. */
  public UplinkStats stats() {
    Snapshot s = snapshot;
    long now = nanos.getAsLong();
    return new UplinkStats(
        s.reading().connected()
            ? Optional.of(Duration.ofNanos(Math.max(0, now - s.connectedAt())))
            : Optional.empty(),
        s.ackAt().isPresent()
            ? Optional.of(Duration.ofNanos(Math.max(0, now - s.ackAt().getAsLong())))
            : Optional.empty(),
        s.reading(),
        s.connections(),
        s.refused(),
        s.unsendable(),
        s.trouble());
  }

  /** Waits until nothing urgent waits to leave, if anybody listens; so long at the most. */
  public void lastWord(Duration most) throws InterruptedException {
    long start = nanos.getAsLong();
    while (urgentWaits() && nanos.getAsLong() - start < most.toNanos()) {
      Thread.sleep(LAST_WORD_LOOK);
    }
  }

  private boolean urgentWaits() {
    UplinkStats now = stats();
    Dispatcher.LaneReading urgent = now.queue().lanes().get(Lane.URGENT);
    return now.connectedFor().isPresent() && urgent != null && urgent.count() > 0;
  }

  /** Says goodbye and ends; waits for that, a few seconds at the most. */
  @Override
  public void close() {
    stopping.set(true);
    heard.add(new Heard.Woken(true));
    Thread running = thread;
    if (running != null) {
      try {
        if (!running.join(CONNECT.plus(GREETING).plus(FAREWELL))) {
          running.interrupt();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void work(Now now) throws InterruptedException {
    acks.begin();
    long freshFrom = outbox.freshFrom(now);
    for (DeltaClass deltaClass : DeltaClass.values()) {
      dispatcher.recover(deltaClass, outbox.published(deltaClass), freshFrom, nanos.getAsLong());
    }
    while (!stopping.get()) {
      Duration held = oneConnection();
      if (!stopping.get()) {
        Duration hurry = dispatcher.moneyWaits() ? BACKOFF_MONEY : BACKOFF_CAP;
        await(backoff.failed(held, chance.getAsDouble(), hurry));
      }
    }
  }

  /** Returns how long it held. */
  private Duration oneConnection() throws InterruptedException {
    Line line = null;
    boolean up = false;
    String why = "stopped";
    try {
      line = lines.connect(this::take, CONNECT);
      // Before the birth: upstream answers it, and what it says then is news and not retained.
      line.subscribe(config.prefix() + ACK_TOPIC, GREETING);
      boolean told = presence.followUpstream(line);
      presence.greet(line);
      up = true;
      connections++;
      connectedAt = nanos.getAsLong();
      int room = Math.min(line.mostBytes() - PACKET_OVERHEAD, PARCEL_MAX);
      dispatcher.connected(connectedAt, line.mostParcels(), room);
      presence.upstreamIsHere(!told);
      LOG.info("Upstream is within reach: {}.", config.broker());
      reports.accept(new LinkReport.Up());
      why = drain(line);
    } catch (Line.Unreachable e) {
      why = String.valueOf(e.getMessage());
    } catch (TimeoutException e) {
      why = "the broker let us in and then fell silent";
    } finally {
      long now = nanos.getAsLong();
      dispatcher.disconnected(now);
      trouble = why;
      if (line != null) {
        line.close();
      }
      if (up) {
        LOG.info("Upstream is out of reach: {}.", why);
        reports.accept(new LinkReport.Down(why));
      } else {
        complaints.about("connect", "Upstream cannot be reached: " + why + ".", now);
      }
      takeStats(now, true);
    }
    return up ? Duration.ofNanos(nanos.getAsLong() - connectedAt) : Duration.ZERO;
  }

  /** Until the connection ends; returns why it did. */
  private String drain(Line line) throws InterruptedException {
    while (true) {
      String end = hearAll(line);
      if (end != null) {
        return end;
      }
      if (stopping.get()) {
        presence.sayGoodbye(line);
        return "stopped";
      }
      absorbAdditions();
      long now = nanos.getAsLong();
      if (dispatcher.stalled(now)) {
        return "no answer to what was sent; the link swallows it";
      }
      acks.writeDown(now);
      takeStats(now, false);
      Optional<Parcel> parcel = dispatcher.next(now);
      if (parcel.isPresent()) {
        send(line, parcel.get());
      } else {
        end = listen(line, quiet(now));
        if (end != null) {
          return end;
        }
      }
    }
  }

  /**
   * Reads, asks leave, sends. What is too large for the broker is passed over, and not for ever.
   */
  private void send(Line line, Parcel parcel) {
    Packing.Packed packed = packing.pack(parcel);
    long now = nanos.getAsLong();
    if (packed.missing() > 0 && parcel.lane().deltaClass() != DeltaClass.P3) {
      complaints.about(
          "missing",
          "The journal has no trace of %d deltas of %s that it gave out; asked for %s."
              .formatted(packed.missing(), parcel.lane().deltaClass().word(), parcel.ranges()),
          now);
    }
    Optional<EventMessage> message = packed.message();
    if (message.isPresent() && message.get().size() > line.mostBytes() - PACKET_OVERHEAD) {
      unsendable++;
      complaints.about(
          "unsendable",
          "A delta of %d bytes is larger than the broker takes (%d); raise its limit. It is %s."
              .formatted(message.get().size(), line.mostBytes(), packed.covered()),
          now);
      dispatcher.leave(parcel.id(), packed.covered(), 0, now);
      return;
    }
    if (dispatcher.leave(parcel.id(), packed.covered(), packed.bytes(), now)) {
      message.ifPresent(m -> line.publish(parcel.id(), m));
    }
  }

  /** Takes in what has come. Returns why the connection has ended, or null while it stands. */
  private @Nullable String hearAll(Line line) throws InterruptedException {
    for (Heard one = heard.poll(); one != null; one = heard.poll()) {
      String end = hear(line, one);
      if (end != null) {
        return end;
      }
    }
    return null;
  }

  /** What an earlier connection still has to say is not listened to. */
  private @Nullable String hear(Line line, Heard one) throws InterruptedException {
    return switch (one) {
      case Heard.Confirmed c -> {
        if (c.line() == line) {
          dispatcher.published(c.parcel(), nanos.getAsLong());
        }
        yield null;
      }
      case Heard.Refused r -> r.line() == line ? "the broker refused a delta: " + r.why() : null;
      case Heard.Closed c -> c.line() == line ? c.why() : null;
      case Heard.Message m -> {
        messagesWaiting.decrementAndGet();
        Listener listener = topics.get(m.topic());
        if (m.line() == line && listener != null) {
          listener.hear(m);
        }
        yield null;
      }
      case Heard.Woken w -> null;
    };
  }

  private void absorbAdditions() {
    for (Additions.Note note : additions.takeAll()) {
      if (note.givenUp()) {
        dispatcher.shed(note.deltaClass(), note.from(), note.to(), nanos.getAsLong());
      } else {
        dispatcher.added(
            note.deltaClass(), note.from(), note.to(), note.urgent(), note.bytes(), note.at());
      }
    }
  }

  /** How long nothing needs to be looked at, unless something is heard. */
  private long quiet(long now) {
    long wait = LOOK_ROUND_EVERY;
    OptionalLong wake = dispatcher.wakeAt(now);
    if (wake.isPresent()) {
      wait = Math.min(wait, Math.max(0, wake.getAsLong() - now));
    }
    OptionalLong due = acks.writeDownAt();
    if (due.isPresent()) {
      wait = Math.min(wait, Math.max(0, due.getAsLong() - now));
    }
    return wait;
  }

  /** Waits for one note, and takes it in. */
  private @Nullable String listen(Line line, long wait) throws InterruptedException {
    Heard first = heard.poll(Math.max(1, wait), TimeUnit.NANOSECONDS);
    return first == null ? null : hear(line, first);
  }

  /**
   * Between two connections: the notes are taken in, and a knock ends the wait. Money that comes
   * meanwhile shortens it.
   */
  private void await(Duration wait) throws InterruptedException {
    long until = nanos.getAsLong() + wait.toNanos();
    for (long now = nanos.getAsLong(); now < until && !stopping.get(); now = nanos.getAsLong()) {
      absorbAdditions();
      dispatcher.age(now);
      if (dispatcher.moneyWaits()) {
        until = Math.min(until, now + BACKOFF_MONEY.toNanos());
      }
      acks.writeDown(now);
      takeStats(now, false);
      Heard one = heard.poll(Math.min(until - now, LOOK_ROUND_EVERY), TimeUnit.NANOSECONDS);
      if (one instanceof Heard.Message) {
        messagesWaiting.decrementAndGet();
      }
      if (one instanceof Heard.Woken woken && woken.knock()) {
        return;
      }
    }
  }

  /** On the client's threads. An upstream that shouts faster than we listen is not heard out. */
  private void take(Heard one) {
    if (one instanceof Heard.Message) {
      if (messagesWaiting.incrementAndGet() > MESSAGES_WAITING_MAX) {
        messagesWaiting.decrementAndGet();
        return;
      }
    }
    heard.add(one);
  }

  private void note(Additions.Note note) {
    if (additions.add(note)) {
      heard.add(new Heard.Woken(false));
    }
  }

  private void takeStats(long now, boolean atOnce) {
    if (atOnce || now - statsAt >= STATS_EVERY) {
      statsAt = now;
      snapshot =
          new Snapshot(
              connectedAt,
              acks.ackAt(),
              dispatcher.reading(),
              connections,
              acks.refused(),
              unsendable,
              trouble);
    }
  }
}
