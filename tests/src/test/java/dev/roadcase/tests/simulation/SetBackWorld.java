package dev.roadcase.tests.simulation;

import dev.roadcase.app.box.AuthCommand;
import dev.roadcase.app.box.Box;
import dev.roadcase.app.box.Command;
import dev.roadcase.app.box.LifeCommand;
import dev.roadcase.app.box.NoteCommand;
import dev.roadcase.app.box.Prepared;
import dev.roadcase.app.box.Sample;
import dev.roadcase.app.box.Telemetry;
import dev.roadcase.app.box.TelemetryCommand;
import dev.roadcase.core.auth.DeviceFact.CloneSuspected;
import dev.roadcase.core.fact.DeltaClass;
import dev.roadcase.core.fact.Entry;
import dev.roadcase.core.fact.FactBody;
import dev.roadcase.core.fact.FactCodec;
import dev.roadcase.core.fact.Hash;
import dev.roadcase.core.fact.Mode;
import dev.roadcase.core.fact.MultisetHash;
import dev.roadcase.core.fact.Now;
import dev.roadcase.core.fact.Range;
import dev.roadcase.core.identity.DeviceId;
import dev.roadcase.core.identity.FleetId;
import dev.roadcase.core.identity.Incarnation;
import dev.roadcase.core.identity.KitId;
import dev.roadcase.core.identity.UpstreamEpoch;
import dev.roadcase.core.identity.Verified;
import dev.roadcase.core.link.Session;
import dev.roadcase.core.queue.Ack;
import dev.roadcase.core.queue.AckCheck;
import dev.roadcase.core.queue.CheckedAck;
import dev.roadcase.core.queue.Dispatcher;
import dev.roadcase.core.queue.Holding;
import dev.roadcase.core.queue.Outbox;
import dev.roadcase.core.queue.Parcel;
import dev.roadcase.core.queue.SequenceSet;
import dev.roadcase.core.queue.UplinkFact.SetBackFound;
import dev.roadcase.core.queue.UplinkFact.TelemetryShed;
import dev.roadcase.wire.event.DeltaEvent;
import dev.roadcase.wire.fact.FactJson;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Copies of one kit's data folder and of an upstream's database, put back, cloned, emptied and
 * killed at random, with real boxes, acks and dispatchers between them. The upstream is played, and
 * keeps its own books and sums.
 *
 * <p>Checked after every step: what a box believes of the present epoch stands upstream, and is the
 * very fact; a box that takes itself for set back has met facts that it does not have. In the end:
 * whatever any folder holds is upstream, and each box knows it; readings that are gone are named.
 */
final class SetBackWorld {
  private static final FleetId FLEET = new FleetId("acme");
  private static final KitId KIT = new KitId("kit-1");
  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private static final long BEGIN = 1_795_000_000_000L;
  private static final int BOXES_MAX = 3;
  private static final int RANGES_MAX = 256;
  private static final Session SESSION = Session.NONE;
  private static final FactCodec CODEC =
      new FactJson(id -> {
        throw new IllegalArgumentException("no packs here");
      });

  /** What happened, counted. */
  record Tally(
      int facts,
      int restored,
      int cloned,
      int setBack,
      int adopted,
      int upstreamSetBack,
      int kills) {
    Tally plus(Tally other) {
      return new Tally(
          facts + other.facts,
          restored + other.restored,
          cloned + other.cloned,
          setBack + other.setBack,
          adopted + other.adopted,
          upstreamSetBack + other.upstreamSetBack,
          kills + other.kills);
    }
  }

  /** A data folder. */
  private static final class Folder {
    Incarnation incarnation;
    final List<Entry> entries = new ArrayList<>();
    long rows;
    long firstRowKept = 1;

    Folder(Incarnation incarnation) {
      this.incarnation = incarnation;
    }

    Folder copy() {
      Folder copy = new Folder(incarnation);
      copy.entries.addAll(entries);
      copy.rows = rows;
      copy.firstRowKept = firstRowKept;
      return copy;
    }

    List<Entry> of(DeltaClass deltaClass) {
      return entries.stream()
          .filter(e -> e.fact().type().reach().deltaClass() == deltaClass)
          .toList();
    }
  }

  /** A process on a folder. */
  private final class Process {
    final Folder folder;
    final Map<DeltaClass, List<Entry>> deltas = new EnumMap<>(DeltaClass.class);
    Box box;
    AckCheck check;
    Dispatcher dispatcher;
    @Nullable CheckedAck unwritten;
    @Nullable SetBackFound evidence;
    boolean connected;
    boolean cutOff;

    Process(Folder folder) {
      this.folder = folder;
      start();
    }

    void start() {
      box = new Box(new Box.Identity(FLEET, KIT, folder.incarnation, Mode.LIVE), CODEC);
      folder.entries.forEach(box::replay);
      box.publish();
      box.restoreTelemetry(new Telemetry.Span(folder.firstRowKept, folder.rows));
      for (DeltaClass deltaClass : DeltaClass.values()) {
        deltas.put(deltaClass, new ArrayList<>(folder.of(deltaClass)));
      }
      check = new AckCheck(folder.incarnation, box.outbox(), this::sum);
      dispatcher = new Dispatcher();
      if (box.setBack().published().isPresent()) {
        dispatcher.halt();
      }
      for (DeltaClass deltaClass : DeltaClass.values()) {
        Outbox.Progress open = box.outbox().published(deltaClass);
        dispatcher.recover(deltaClass, open, box.outbox().freshFrom(clock()), now);
      }
      unwritten = null;
      evidence = null;
      connected = false;
    }

    void decide(Command<?> command) {
      write(box.decide(clock(), command));
    }

    private void write(Prepared<?> prepared) {
      folder.entries.addAll(prepared.entries());
      folder.rows += prepared.rows().size();
      folder.firstRowKept = box.telemetry().firstKept();
      box.publish();
      for (Entry entry : prepared.entries()) {
        DeltaClass deltaClass = entry.fact().type().reach().deltaClass();
        if (deltaClass != null) {
          deltas.get(deltaClass).add(entry);
          boolean urgent = entry.fact().type().reach().urgent();
          dispatcher.added(deltaClass, entry.fact().classSeq(), urgent, 600, now);
        }
        if (entry.fact().body() instanceof TelemetryShed shed) {
          dispatcher.shed(DeltaClass.P3, shed.from(), shed.to(), now);
        }
      }
      if (!prepared.rows().isEmpty()) {
        long from = prepared.rows().getFirst().seq();
        long to = prepared.rows().getLast().seq();
        dispatcher.added(DeltaClass.P3, from, to, false, 200, now);
      }
    }

    MultisetHash sum(DeltaClass deltaClass, List<Range> ranges) {
      MultisetHash sum = MultisetHash.EMPTY;
      for (Range range : ranges) {
        for (long seq = range.from(); seq <= range.to(); seq++) {
          sum = sum.plus(MultisetHash.of(digest(deltas.get(deltaClass).get((int) seq - 1))));
        }
      }
      return sum;
    }

    void hear(Ack ack) {
      switch (check.check(new Verified<>(ack))) {
        case AckCheck.Result.Believed(CheckedAck believed, var _) -> {
          for (DeltaClass deltaClass : DeltaClass.values()) {
            SequenceSet taken = believed.belief(deltaClass).taken();
            if (believed.anew()) {
              dispatcher.replaced(deltaClass, taken, now);
            } else {
              dispatcher.acked(deltaClass, taken, now);
            }
          }
          unwritten = believed;
        }
        case AckCheck.Result.IsSetBack(SetBackFound found) -> {
          dispatcher.halt();
          unwritten = null;
          if (evidence == null && box.setBack().published().isEmpty()) {
            evidence = found;
            checkEvidence(this, found);
          }
        }
        case AckCheck.Result.Outdated _, AckCheck.Result.OtherIncarnation _ -> {}
      }
    }

    void writeDown() {
      if (evidence != null) {
        decide(new NoteCommand.NoteSetBack(evidence));
        evidence = null;
        setBack++;
      } else if (unwritten != null && !box.outbox().holds(unwritten)) {
        decide(new NoteCommand.NoteAck(unwritten, SESSION));
      }
    }

    boolean sells() {
      return box.setBack().published().isEmpty();
    }

    boolean knowsThatAllIsUpstream() {
      for (DeltaClass deltaClass : DeltaClass.values()) {
        if (!box.outbox().reconciled(deltaClass)) {
          return false;
        }
      }
      return sells() && upstream.epoch.equals(box.outbox().state().epoch());
    }
  }

  /** What upstream has of one life. */
  private static final class Books {
    final Map<DeltaClass, TreeMap<Long, Hash>> events = new EnumMap<>(DeltaClass.class);
    SequenceSet closed = SequenceSet.EMPTY;

    Books() {
      for (DeltaClass deltaClass : DeltaClass.values()) {
        events.put(deltaClass, new TreeMap<>());
      }
    }

    Books copy() {
      Books copy = new Books();
      events.forEach((deltaClass, all) -> copy.events.get(deltaClass).putAll(all));
      copy.closed = closed;
      return copy;
    }
  }

  private final class Upstream {
    Map<Incarnation, Books> database = new LinkedHashMap<>();
    UpstreamEpoch epoch = UpstreamEpoch.of(1);
    boolean up = true;
    int conflicts;

    void ingest(Message message) {
      Books books = database.computeIfAbsent(message.incarnation(), i -> new Books());
      Hash before = books.events.get(message.of()).putIfAbsent(message.seq(), message.digest());
      conflicts += before == null || before.equals(message.digest()) ? 0 : 1;
      if (before == null && message.body() instanceof TelemetryShed shed) {
        books.closed = books.closed.union(SequenceSet.of(shed.from(), shed.to()));
      }
      ever.computeIfAbsent(message.place(), p -> new HashSet<>()).add(message.digest());
    }

    Map<Incarnation, Books> copy() {
      Map<Incarnation, Books> copy = new LinkedHashMap<>();
      database.forEach((life, books) -> copy.put(life, books.copy()));
      return copy;
    }

    Ack ack(Incarnation life, boolean live) {
      Books books = database.getOrDefault(life, new Books());
      Map<DeltaClass, Holding> classes = new EnumMap<>(DeltaClass.class);
      books.events.forEach((deltaClass, events) -> {
        List<Range> ranges = new ArrayList<>();
        events.keySet().forEach(seq -> ranges.add(new Range(seq, seq)));
        if (deltaClass == DeltaClass.P3) {
          ranges.addAll(books.closed.asRanges());
        }
        SequenceSet covered = SequenceSet.of(ranges).lowest(RANGES_MAX);
        MultisetHash sum = MultisetHash.EMPTY;
        for (Map.Entry<Long, Hash> event : events.entrySet()) {
          if (Holding.isSummed(deltaClass) && covered.contains(event.getKey())) {
            sum = sum.plus(MultisetHash.of(event.getValue()));
          }
        }
        classes.put(deltaClass, new Holding(covered, SequenceSet.EMPTY, sum));
      });
      return new Ack(life, epoch, BEGIN + now / 1_000_000, live, classes);
    }
  }

  private record Message(
      Incarnation incarnation, DeltaClass of, long seq, Hash digest, @Nullable FactBody body) {
    String place() {
      return incarnation + "/" + of + "/" + seq;
    }
  }

  private record Step(int weight, Runnable what) {}

  private final Random random;
  private final Upstream upstream = new Upstream();
  private final List<Process> processes = new ArrayList<>();
  private final List<Folder> backups = new ArrayList<>();
  private final List<Map<Incarnation, Books>> databases = new ArrayList<>();
  private final List<Message> queue = new ArrayList<>();
  private final Map<Entry, Hash> digests = new IdentityHashMap<>();
  private final Map<String, Set<Hash>> ever = new HashMap<>();
  private final List<Step> steps = new ArrayList<>();
  private @Nullable Ack retained;
  private long now;
  private int lives;
  private int written;
  private int restored;
  private int cloned;
  private int setBack;
  private int adopted;
  private int upstreamSetBack;
  private int kills;

  SetBackWorld(long seed) {
    random = new Random(seed);
    processes.add(new Process(new Folder(born())));
    step(30, each(this::sell));
    step(8, each(this::note));
    step(8, each(this::measure));
    step(40, each(this::pump));
    step(20, each(this::answer));
    step(15, each(this::writeDown));
    step(10, each(this::reconnect));
    step(4, each(p -> p.cutOff = !p.cutOff));
    step(4, each(this::kill));
    step(3, each(p -> backups.add(p.folder.copy())));
    step(2, this::restore);
    step(1, this::startAClone);
    step(3, () -> databases.add(upstream.copy()));
    step(1, this::putBackTheDatabase);
    step(1, () -> startUpstreamOn(new LinkedHashMap<>()));
    step(3, () -> startUpstreamOn(upstream.database));
    step(3, () -> upstream.up = !upstream.up);
    step(3, each(this::adopt));
  }

  /** Trouble for so many steps, then calm. */
  Tally run(int count) {
    for (int i = 0; i < count; i++) {
      now += (long) (random.nextDouble() * 3 * SECOND);
      anyStep().run();
      processes.forEach(this::checkBelief);
    }
    calm();
    processes.forEach(this::checkFolder);
    return new Tally(written, restored, cloned, setBack, adopted, upstreamSetBack, kills);
  }

  private void step(int weight, Runnable what) {
    steps.add(new Step(weight, what));
  }

  private Runnable each(java.util.function.Consumer<Process> what) {
    return () -> what.accept(processes.get(random.nextInt(processes.size())));
  }

  private Runnable anyStep() {
    int at = random.nextInt(steps.stream().mapToInt(Step::weight).sum());
    for (Step step : steps) {
      at -= step.weight();
      if (at < 0) {
        return step.what();
      }
    }
    throw new IllegalStateException("the weights are the sum of the weights");
  }

  private void sell(Process process) {
    int count = 1 + random.nextInt(4);
    for (int i = 0; i < count && process.sells(); i++) {
      written++;
      process.decide(new LifeCommand.Stop("sale " + written));
    }
  }

  private void note(Process process) {
    written++;
    process.decide(
        new AuthCommand.Note(
            List.of(new CloneSuspected(new DeviceId("d-%016d".formatted(written))))));
    process.decide(new NoteCommand.NoteLink(random.nextBoolean(), "wan"));
  }

  private void measure(Process process) {
    List<Sample> samples = new ArrayList<>();
    for (int i = random.nextInt(5); i >= 0; i--) {
      samples.add(new Sample("power", "power", "{}"));
    }
    process.decide(new TelemetryCommand.TakeTelemetry(samples));
  }

  private void pump(Process process) {
    for (int parcels = 1 + random.nextInt(6); parcels > 0 && process.connected; parcels--) {
      Optional<Parcel> offer = process.dispatcher.next(now);
      if (offer.isEmpty()) {
        return;
      }
      send(process, offer.get());
    }
  }

  private void send(Process process, Parcel parcel) {
    DeltaClass of = parcel.lane().deltaClass();
    List<Message> messages = new ArrayList<>();
    List<Range> covered = new ArrayList<>();
    for (Range range : parcel.ranges()) {
      for (long seq = range.from(); seq <= range.to() && covered.size() < 8; seq++) {
        message(process, of, seq).ifPresent(messages::add);
        covered.add(new Range(seq, seq));
      }
    }
    List<Range> all = SequenceSet.of(covered).asRanges();
    int bytes = messages.isEmpty() ? 0 : 500;
    if (!process.dispatcher.leave(parcel.id(), all, bytes, now) || messages.isEmpty()) {
      return;
    }
    boolean broken = random.nextInt(20) == 0;
    if (random.nextInt(30) > 0 && !(broken && random.nextBoolean())) {
      queue.addAll(messages);
    }
    if (upstream.up) {
      queue.forEach(upstream::ingest);
      queue.clear();
    }
    if (broken) {
      disconnect(process);
    } else {
      process.dispatcher.published(parcel.id(), now);
    }
  }

  private Optional<Message> message(Process process, DeltaClass of, long seq) {
    Incarnation life = process.folder.incarnation;
    if (of == DeltaClass.P3) {
      return seq < process.folder.firstRowKept || seq > process.folder.rows
          ? Optional.empty()
          : Optional.of(new Message(life, of, seq, Hash.NONE, null));
    }
    Entry entry = process.deltas.get(of).get((int) seq - 1);
    return Optional.of(new Message(life, of, seq, digest(entry), entry.fact().body()));
  }

  /** On the kit's topic, which all that are connected hear. */
  private void answer(Process process) {
    if (upstream.up) {
      retained = upstream.ack(process.folder.incarnation, true);
      Ack said = retained;
      List.copyOf(processes).stream().filter(p -> p.connected).forEach(p -> p.hear(said));
    }
  }

  private void writeDown(Process process) {
    process.writeDown();
  }

  /** The kit has one session at the broker: whoever comes takes the other's place. */
  private void reconnect(Process process) {
    processes.forEach(this::disconnect);
    if (process.cutOff) {
      return;
    }
    process.connected = true;
    process.dispatcher.connected(now, 16, 1 << 16);
    Ack kept = retained;
    if (kept != null) {
      process.hear(new Ack(kept.incarnation(), kept.epoch(), kept.issued(), false, kept.classes()));
    }
    if (random.nextInt(4) > 0) {
      answer(process);
    }
  }

  private void disconnect(Process process) {
    if (process.connected) {
      process.connected = false;
      process.dispatcher.disconnected(now);
    }
  }

  private void kill(Process process) {
    kills++;
    process.start();
  }

  private void restore() {
    if (!backups.isEmpty()) {
      restored++;
      int at = random.nextInt(processes.size());
      Folder backup = backups.get(random.nextInt(backups.size()));
      processes.set(at, new Process(backup.copy()));
      // Half of them sell on before they hear of upstream again.
      processes.get(at).cutOff = random.nextBoolean();
    }
  }

  private void startAClone() {
    if (processes.size() < BOXES_MAX) {
      cloned++;
      processes.add(new Process(processes.getFirst().folder.copy()));
    }
  }

  private void putBackTheDatabase() {
    if (!databases.isEmpty()) {
      Map<Incarnation, Books> older = databases.get(random.nextInt(databases.size()));
      Map<Incarnation, Books> copy = new LinkedHashMap<>();
      older.forEach((life, books) -> copy.put(life, books.copy()));
      startUpstreamOn(copy);
    }
  }

  private void startUpstreamOn(Map<Incarnation, Books> database) {
    upstreamSetBack += database == upstream.database ? 0 : 1;
    upstream.database = database;
    upstream.epoch = UpstreamEpoch.of(random.nextLong());
    upstream.up = true;
    queue.forEach(upstream::ingest);
    queue.clear();
  }

  private void adopt(Process process) {
    if (process.box.setBack().published().isEmpty()) {
      return;
    }
    adopted++;
    Folder folder = process.folder;
    Incarnation former = folder.incarnation;
    folder.incarnation = born();
    process.start();
    process.decide(new LifeCommand.Adopt(former));
    process.start();
  }

  private void calm() {
    processes.forEach(p -> p.cutOff = false);
    // Two that differ in nothing but readings do not find out before one of them sells.
    processes.forEach(this::sell);
    for (int round = 0; round < 400; round++) {
      upstream.up = true;
      for (Process process : List.copyOf(processes)) {
        now += 5 * SECOND;
        reconnect(process);
        answer(process);
        process.writeDown();
        adopt(process);
        if (!process.knowsThatAllIsUpstream()) {
          measure(process);
        }
        for (int i = 0; i < 10; i++) {
          pump(process);
          now += 3 * SECOND;
        }
        answer(process);
        process.writeDown();
        checkBelief(process);
      }
      if (processes.stream().allMatch(Process::knowsThatAllIsUpstream)) {
        return;
      }
    }
    for (Process process : processes) {
      for (DeltaClass deltaClass : DeltaClass.values()) {
        require(
            process.box.outbox().reconciled(deltaClass),
            "%s never learnt that all of %s is upstream: %s"
                .formatted(
                    process.folder.incarnation,
                    deltaClass,
                    process.box.outbox().published(deltaClass).waiting()));
      }
    }
    require(false, "a box is still set back, or has not heard of the present epoch");
  }

  /** What a box has written down of the present epoch is so. */
  private void checkBelief(Process process) {
    Outbox outbox = process.box.outbox();
    if (!upstream.epoch.equals(outbox.state().epoch())) {
      return;
    }
    eachSummed(
        process,
        (deltaClass, entry) -> {
          long seq = entry.fact().classSeq();
          if (outbox.published(deltaClass).acked().contains(seq)) {
            Books books = upstream.database.getOrDefault(process.folder.incarnation, new Books());
            require(
                digest(entry).equals(books.events.get(deltaClass).get(seq)),
                "a box believes that upstream holds its %s %d, and it does not"
                    .formatted(deltaClass.word(), seq));
          }
        });
  }

  /** Whoever takes itself for set back has met what it does not have. */
  private void checkEvidence(Process process, SetBackFound found) {
    Set<String> strange = new HashSet<>();
    ever.forEach((place, seen) -> {
      for (DeltaClass deltaClass : List.of(DeltaClass.P0, DeltaClass.P1)) {
        String before = process.folder.incarnation + "/" + deltaClass + "/";
        if (place.startsWith(before)) {
          int seq = Integer.parseInt(place.substring(before.length()));
          List<Entry> own = process.deltas.get(deltaClass);
          if (seq > own.size() || !seen.equals(Set.of(digest(own.get(seq - 1))))) {
            strange.add(place);
          }
        }
      }
    });
    require(!strange.isEmpty(), "a box took itself for set back, and was not: " + found);
  }

  /** Whatever a folder holds is upstream, and readings that are gone are named. */
  private void checkFolder(Process process) {
    Set<Hash> all = new HashSet<>();
    upstream
        .database
        .values()
        .forEach(books -> books.events.values().forEach(events -> all.addAll(events.values())));
    eachSummed(
        process,
        (deltaClass, entry) ->
            require(
                all.contains(digest(entry)),
                "a folder holds a %s that is not upstream".formatted(entry.fact().body())));
    Books books = upstream.database.getOrDefault(process.folder.incarnation, new Books());
    for (long row = 1; row <= process.folder.rows; row++) {
      require(
          books.closed.contains(row) || books.events.get(DeltaClass.P3).containsKey(row),
          "the reading " + row + " is neither upstream nor named as gone");
    }
  }

  private void eachSummed(Process process, BiConsumer<DeltaClass, Entry> reader) {
    for (DeltaClass deltaClass : List.of(DeltaClass.P0, DeltaClass.P1)) {
      process.deltas.get(deltaClass).forEach(entry -> reader.accept(deltaClass, entry));
    }
  }

  private Hash digest(Entry entry) {
    return digests.computeIfAbsent(
        entry, e -> DeltaEvent.of(e.bytes(), FLEET, e.fact().incarnation()).digest());
  }

  private Incarnation born() {
    lives++;
    return Incarnation.born(BEGIN + now / 1_000_000, lives);
  }

  private Now clock() {
    long wall = BEGIN + now / 1_000_000;
    return new Now("boot-1", now, wall, wall, wall);
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new Broken(Promise.SHOWN_IS_KEPT, "%s", otherwise);
    }
  }
}
