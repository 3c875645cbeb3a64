package dev.roadcase.app.uplink;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.roadcase.app.uplink.Line.Heard;
import dev.roadcase.core.auth.Verified;
import dev.roadcase.core.fact.DeltaClass;
import dev.roadcase.core.fact.Entry;
import dev.roadcase.core.fact.Now;
import dev.roadcase.core.queue.Ack;
import dev.roadcase.core.queue.AckCheck;
import dev.roadcase.core.queue.AckCheck.Result;
import dev.roadcase.core.queue.Backoff;
import dev.roadcase.core.queue.CheckedAck;
import dev.roadcase.core.queue.Dispatcher;
import dev.roadcase.core.queue.Lane;
import dev.roadcase.core.queue.Outbox;
import dev.roadcase.core.queue.Parcel;
import dev.roadcase.core.queue.SequenceSet;
import dev.roadcase.core.queue.SetBack;
import dev.roadcase.core.queue.UplinkFact.SetBackFound;
import dev.roadcase.core.queue.UplinkFact.TelemetryShed;
import dev.roadcase.wire.event.AckRefused;
import dev.roadcase.wire.event.EventMessage;
import dev.roadcase.wire.event.SignedAck;
import dev.roadcase.wire.event.UpstreamAck;
import dev.roadcase.wire.json.Json;
import dev.roadcase.wire.json.Malformed;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
 * was committed, the broker's client what was heard; both only leave notes. An ack that agrees with
 * the journal ({@link AckCheck}) the dispatcher believes at once; the ledger gets the latest one,
 * once a second. See {@link Outbox} for why that is safe. One that does not agree is evidence that
 * this box was set back: from then on nothing leaves.
 */
public final class MqttUplink implements AutoCloseable {
  /** Below the kit's prefix: upstream's signed acks, retained. */
  public static final String ACK_TOPIC = "ack";

  /** Below the kit's prefix: whether this box is online, retained. */
  private static final long LAST_WORD_LOOK = 20;

  public static final String STATE_TOPIC = "state";

  static final Duration CONNECT = Duration.ofSeconds(5);

  private static final Duration GREETING = Duration.ofSeconds(5);
  private static final Duration FAREWELL = Duration.ofSeconds(1);
  private static final Duration BACKOFF_FIRST = Duration.ofMillis(500);
  private static final Duration BACKOFF_CAP = Duration.ofSeconds(30);

  /** With money waiting, a box knocks at least so often: it costs 60 bytes. */
  private static final Duration BACKOFF_MONEY = Duration.ofSeconds(4);

  private static final long WRITE_DOWN_EVERY = Duration.ofSeconds(1).toNanos();
  private static final long LOOK_ROUND_EVERY = Duration.ofSeconds(1).toNanos();
  private static final long STATS_EVERY = Duration.ofMillis(100).toNanos();
  private static final long MEND_STATE_EVERY = Duration.ofSeconds(5).toNanos();

  /**
   * Characters. Upstream's acks are about 700; with 256 ranges in each of four classes, and 128 of
   * dead letters in two, under 70,000.
   */
  private static final int ACK_MAX = 96 * 1024;

  private static final int STATE_MAX = 4_096;

  /**
   * Of these, more need not wait: each says all that the last one said, and the broker retains one.
   */
  private static final int MESSAGES_WAITING_MAX = 256;

  /** A parcel larger than this has no business on any link that we know. */
  private static final int PARCEL_MAX = 256 * 1024;

  private static final int PACKET_OVERHEAD = 256;

  private static final Logger LOG = LoggerFactory.getLogger(MqttUplink.class);

  private record Snapshot(
      long connectedAt,
      long ackAt,
      boolean everAcked,
      Dispatcher.Reading reading,
      long connections,
      Map<RefusedAck, Long> refused,
      long unsendable,
      String trouble) {}

  private final UplinkConfig config;
  private final Line.Maker lines;
  private final DeltaSums deltas;
  private final Packing packing;
  private final UplinkLedger ledger;
  private final Outbox outbox;
  private final SetBack setBack;
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
  private final Complaints complaints = new Complaints(LOG);
  private final Map<RefusedAck, Long> refused = new EnumMap<>(RefusedAck.class);
  private final byte[] online;
  private final byte[] offline;

  private @Nullable Thread thread;
  private volatile Snapshot snapshot;

  // The uplink's thread alone, from here on.
  private @Nullable AckCheck check;
  private @Nullable CheckedAck unwritten;
  private @Nullable SetBackFound evidence;
  private boolean upstreamHere;
  private long writtenAt;
  private long ackAt;
  private boolean everAcked;
  private long connectedAt;
  private long connections;
  private long unsendable;
  private long statsAt;
  private long stateMendedAt;
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
    this.deltas = new DeltaSums(source);
    this.packing = new Packing(deltas);
    this.ledger = ledger;
    this.outbox = outbox;
    this.setBack = setBack;
    this.reports = reports;
    this.nanos = nanos;
    this.chance = chance;
    this.never = never;
    online = state(config, true);
    offline = state(config, false);
    lines = HiveMqLine.maker(config, config.prefix() + STATE_TOPIC, offline);
    snapshot = new Snapshot(0, 0, false, dispatcher.reading(), 0, Map.of(), 0, "not started yet");
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
        s.everAcked()
            ? Optional.of(Duration.ofNanos(Math.max(0, now - s.ackAt())))
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
    check = new AckCheck(config.incarnation(), outbox, deltas);
    if (setBack.published().isPresent()) {
      dispatcher.halt();
    }
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
      boolean told = subscribeToUpstream(line);
      line.retain(config.prefix() + STATE_TOPIC, online, GREETING);
      line.subscribe(config.prefix() + STATE_TOPIC, GREETING);
      up = true;
      connections++;
      connectedAt = nanos.getAsLong();
      int room = Math.min(line.mostBytes() - PACKET_OVERHEAD, PARCEL_MAX);
      dispatcher.connected(connectedAt, line.mostParcels(), room);
      upstreamIsHere(!told);
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

  /**
   * A broker that is there may have no upstream behind it yet, or for an hour; until that says that
   * it is here, or acknowledges something, its silence says nothing. A broker with rules of its own
   * may not let us hear it.
   */
  private boolean subscribeToUpstream(Line line) throws InterruptedException, TimeoutException {
    try {
      line.subscribe(config.upstreamState(), GREETING);
      return true;
    } catch (Line.Unreachable e) {
      LOG.debug("{} is not heard: {}", config.upstreamState(), e.getMessage());
      return false;
    }
  }

  private void upstreamIsHere(boolean here) {
    upstreamHere = here;
    dispatcher.upstream(here, nanos.getAsLong());
  }

  /** Until the connection ends; returns why it did. */
  private String drain(Line line) throws InterruptedException {
    while (true) {
      String end = hearAll(line);
      if (end != null) {
        return end;
      }
      if (stopping.get()) {
        sayGoodbye(line);
        return "stopped";
      }
      absorbAdditions();
      long now = nanos.getAsLong();
      if (dispatcher.stalled(now)) {
        return "no answer to what was sent; the link swallows it";
      }
      writeDown(now);
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
        if (m.line() == line && m.topic().equals(config.prefix() + ACK_TOPIC)) {
          hearAck(m.payload(), m.live());
        } else if (m.line() == line && m.topic().equals(config.upstreamState())) {
          hearState(m.payload());
        } else if (m.line() == line && Arrays.equals(m.payload(), offline)) {
          mendState(line);
        }
        yield null;
      }
      case Heard.Woken w -> null;
    };
  }

  /**
   * The will of our own former connection came after our birth: some brokers send it when the
   * session is taken over. At most once in five seconds, in case two boxes believe to be this kit.
   */
  private void mendState(Line line) throws InterruptedException {
    long now = nanos.getAsLong();
    if (now - stateMendedAt >= MEND_STATE_EVERY) {
      stateMendedAt = now;
      try {
        line.retain(config.prefix() + STATE_TOPIC, online, GREETING);
      } catch (Line.Unreachable | TimeoutException e) {
        complaints.about("state", "The state could not be mended: " + e.getMessage(), now);
      }
    }
  }

  /** Whether upstream is there; not signed, and for timing alone. */
  private void hearState(byte[] payload) {
    if (payload.length == 0 || payload.length > STATE_MAX) {
      return;
    }
    try {
      upstreamIsHere(Json.object(payload, "upstream's state").truth("online"));
    } catch (Malformed e) {
      LOG.debug("upstream's state cannot be read: {}", e.getMessage());
    }
  }

  private void hearAck(byte[] payload, boolean live) {
    if (payload.length == 0) {
      return; // A retained message that was cleared.
    }
    if (payload.length > ACK_MAX) {
      refuse(RefusedAck.GARBAGE, "an ack of " + payload.length + " bytes");
      return;
    }
    Verified<UpstreamAck> ack;
    try {
      ack =
          SignedAck.verify(
              new String(payload, StandardCharsets.UTF_8),
              config.upstreamKey(),
              config.kit(),
              config.incarnation());
    } catch (AckRefused e) {
      refuse(RefusedAck.of(e.why()), String.valueOf(e.getMessage()));
      return;
    }
    judge(SignedAck.claims(ack, live));
  }

  private void judge(Verified<Ack> ack) {
    switch (Objects.requireNonNull(check).check(ack)) {
      case Result.Believed(CheckedAck believed, List<DeltaClass> ahead) -> {
        believe(believed);
        for (DeltaClass deltaClass : ahead) {
          refuse(
              RefusedAck.FUTURE,
              "it claims %s beyond the %d that were given out"
                  .formatted(deltaClass.word(), outbox.published(deltaClass).highest()));
        }
      }
      case Result.IsSetBack(SetBackFound found) -> setBack(found);
      case Result.Outdated(var epoch) ->
          refuse(RefusedAck.OUTDATED, "the broker kept it from upstream's epoch " + epoch);
      case Result.OtherIncarnation(var named) ->
          refuse(RefusedAck.OTHER_INCARNATION, "it speaks of " + named);
    }
  }

  private void believe(CheckedAck ack) {
    long now = nanos.getAsLong();
    heardUpstream(now);
    for (DeltaClass deltaClass : DeltaClass.values()) {
      SequenceSet taken = ack.belief(deltaClass).taken();
      if (ack.anew()) {
        dispatcher.replaced(deltaClass, taken, now);
      } else {
        dispatcher.acked(deltaClass, taken, now);
      }
    }
    if (ack.anew() || (ack.ack().live() && !upstreamHere)) {
      upstreamIsHere(true);
    }
    unwritten = ack;
    ledger.heard(ack.ack());
  }

  private void setBack(SetBackFound found) {
    // It has answered, if not as it should.
    heardUpstream(nanos.getAsLong());
    dispatcher.halt();
    unwritten = null;
    if (evidence == null && setBack.published().isEmpty()) {
      evidence = found;
      writtenAt = nanos.getAsLong() - WRITE_DOWN_EVERY;
    }
    refuse(
        RefusedAck.SET_BACK,
        "upstream has other facts of %s than this box (up to %d, here %d): the data folder was set"
                .formatted(found.deltaClass().word(), found.upstream(), found.here())
            + " back, or lives twice. Nothing is sold and nothing is sent. See roadcase box adopt");
  }

  private void heardUpstream(long now) {
    ackAt = now;
    everAcked = true;
  }

  private void refuse(RefusedAck kind, String why) {
    refused.merge(kind, 1L, Long::sum);
    complaints.about(
        kind.word(), "An ack from upstream is ignored: " + why + ".", nanos.getAsLong());
  }

  /** Handed in until the outbox holds it: what the mailbox took, a full disk may still refuse. */
  private void writeDown(long now) {
    SetBackFound found = evidence;
    if (found != null) {
      writeDown(found, now);
      return;
    }
    CheckedAck latest = unwritten;
    if (latest == null || now - writtenAt < WRITE_DOWN_EVERY) {
      return;
    }
    if (outbox.holds(latest)) {
      unwritten = null;
      return;
    }
    writtenAt = now;
    ledger.acknowledged(latest);
  }

  private void writeDown(SetBackFound found, long now) {
    if (setBack.published().isPresent()) {
      evidence = null;
    } else if (now - writtenAt >= WRITE_DOWN_EVERY) {
      writtenAt = now;
      ledger.setBack(found);
    }
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

  private void sayGoodbye(Line line) throws InterruptedException {
    try {
      line.retain(config.prefix() + STATE_TOPIC, offline, FAREWELL);
    } catch (Line.Unreachable | TimeoutException e) {
      LOG.debug("No goodbye: {}", e.getMessage());
    }
  }

  /** How long nothing needs to be looked at, unless something is heard. */
  private long quiet(long now) {
    long wait = LOOK_ROUND_EVERY;
    OptionalLong wake = dispatcher.wakeAt(now);
    if (wake.isPresent()) {
      wait = Math.min(wait, Math.max(0, wake.getAsLong() - now));
    }
    if (unwritten != null || evidence != null) {
      wait = Math.min(wait, Math.max(0, writtenAt + WRITE_DOWN_EVERY - now));
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
      writeDown(now);
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
              ackAt,
              everAcked,
              dispatcher.reading(),
              connections,
              Map.copyOf(refused),
              unsendable,
              trouble);
    }
  }

  private static byte[] state(UplinkConfig config, boolean online) {
    try {
      return Json.MAPPER.writeValueAsBytes(
          Json.MAPPER
              .createObjectNode()
              .put("online", online)
              .put("incarnation", config.incarnation().value())
              .put("release", config.release()));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree can always be written", e);
    }
  }
}
