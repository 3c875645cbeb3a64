package dev.roadcase.tests.fault;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import dev.roadcase.tests.fault.CopiesChecker.Booking;
import dev.roadcase.tests.fault.CopiesChecker.Findings;
import dev.roadcase.tests.fault.CopiesChecker.Folder;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * A site whose data folders and whose upstream's database are put back to older copies, cloned,
 * damaged and lost, round after round: {@link SetBackRounds}. What is asked of the box is asked
 * from outside: over HTTP, and by reading its files.
 */
final class SetBackSite implements AutoCloseable {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final int TILLS = 3;
  private static final int COPIES_MAX = 3;
  private static final int DATA = 65;
  private static final int IO = 74;

  /** Without any progress for so long, nothing more is waited for. */
  private static final long PATIENCE_NANOS = 150_000_000_000L;

  private static final long LOOK_MILLIS = 60;
  private static final int TRIES_MAX = 500;
  private static final String UPSTREAM_STATE = "roadcase/v1/fault/upstream/state";

  /** What goes wrong in a round, besides kills. */
  enum Trouble {
    RESTORED("the folder put back, online") {
      @Override
      void happenTo(SetBackSite site) throws IOException, InterruptedException {
        site.restore(false, site.chance.nextInt(12));
      }
    },
    RESTORED_CUT_OFF("the folder put back, cut off, a little sold") {
      @Override
      void happenTo(SetBackSite site) throws IOException, InterruptedException {
        site.restore(true, site.chance.nextInt(6));
      }
    },
    SOLD_MORE("the folder put back, cut off, more sold than was lost") {
      @Override
      void happenTo(SetBackSite site) throws IOException, InterruptedException {
        site.restore(true, -1);
      }
    },
    CLONED("two boxes on one life") {
      @Override
      void happenTo(SetBackSite site) throws IOException, InterruptedException {
        site.cloned();
      }
    },
    LOG_DAMAGED("the log damaged") {
      @Override
      void happenTo(SetBackSite site) throws IOException, InterruptedException {
        site.damageTheLog();
      }
    },
    DATABASE_OLDER("upstream's database put back") {
      @Override
      void happenTo(SetBackSite site) throws IOException, InterruptedException {
        site.putBackTheDatabase(site.anyDatabase());
      }
    },
    DATABASE_LOST("upstream's database lost") {
      @Override
      void happenTo(SetBackSite site) throws IOException, InterruptedException {
        site.putBackTheDatabase(Optional.empty());
      }
    },
    DATABASE_UNLINKED("upstream's database taken away while it runs") {
      @Override
      void happenTo(SetBackSite site) throws IOException, InterruptedException {
        site.takeTheDatabaseAway();
      }
    },
    DATABASE_EMPTIED("upstream's database emptied while it runs") {
      @Override
      void happenTo(SetBackSite site) throws IOException, InterruptedException {
        site.emptyTheDatabase();
      }
    };

    final String words;

    Trouble(String words) {
      this.words = words;
    }

    abstract void happenTo(SetBackSite site) throws IOException, InterruptedException;
  }

  /** How a data folder is copied. */
  private enum Way {
    /** Beside the box, while it sells. */
    LIVE,
    AFTER_A_KILL,
    AFTER_A_STOP
  }

  /** What happened, counted. */
  record Tally(
      int restored,
      int cloned,
      int setBack,
      int refused,
      int databases,
      int boxKills,
      int upKills) {
    static final Tally NOTHING = new Tally(0, 0, 0, 0, 0, 0, 0);

    Tally plus(Tally other) {
      return new Tally(
          restored + other.restored,
          cloned + other.cloned,
          setBack + other.setBack,
          refused + other.refused,
          databases + other.databases,
          boxKills + other.boxKills,
          upKills + other.upKills);
    }

    @Override
    public String toString() {
      return "%d folders put back, %d cloned, %d boxes found out and were adopted, %d folders refused, %d databases put back or lost, kill -9 of %d boxes and %d upstreams"
          .formatted(restored, cloned, setBack, refused, databases, boxKills, upKills);
    }
  }

  /** A data folder, its line to upstream, and its box. */
  private final class Life {
    final String name;
    final Path data;
    final Path config;
    final Cable cable;
    BoxProcess box;
    private BoxClient client;

    /** Not started yet. */
    Life(String name) throws IOException {
      this.name = name;
      data = site.folder.resolve(name);
      cable = new Cable(upstream.port());
      config = site.config(name, "kit-1", data, "127.0.0.1:0");
      Files.writeString(
          config, "\n[upstream]\nurl = \"" + cable.url() + "\"\n", StandardOpenOption.APPEND);
    }

    void start() throws IOException, InterruptedException {
      box = BoxProcess.start(config, Map.of());
      client = new BoxClient(box.https(), site.trust());
    }

    /** Whether a box starts on this folder. If not it has said why, and the folder is of no use. */
    boolean starts() throws IOException, InterruptedException {
      BoxProcess candidate = BoxProcess.launch(config, Map.of());
      try {
        candidate.local();
      } catch (CompletionException e) {
        int exit = candidate.ended();
        if ((exit == DATA || exit == IO)
            && candidate.said().stream().anyMatch(line -> line.startsWith("roadcase box: "))) {
          return false;
        }
        throw new AssertionError(
            name + " ended with " + exit + ":\n" + String.join("\n", candidate.said()), e);
      }
      box = candidate;
      client = new BoxClient(box.https(), site.trust());
      return true;
    }

    boolean runs() {
      return box != null && box.alive();
    }

    void kill() throws InterruptedException {
      if (client != null) {
        client.close();
      }
      if (box != null) {
        box.kill();
      }
    }

    void end(boolean gracefully) throws InterruptedException {
      if (gracefully && runs()) {
        client.close();
        int exit = box.stop();
        if (exit != 0) {
          throw new AssertionError(name + " stopped with " + exit);
        }
      } else {
        kill();
      }
    }

    CopyReader.Journal journal() throws IOException {
      return CopyReader.journal(name, data, runs());
    }

    JsonNode status() throws IOException, InterruptedException {
      HttpRequest request =
          HttpRequest.newBuilder(box.local().resolve("/box"))
              .header("Authorization", "Bearer " + box.adminToken(data))
              .build();
      return MAPPER.readTree(local.send(request, HttpResponse.BodyHandlers.ofByteArray()).body());
    }

    void putAway() throws IOException, InterruptedException {
      kill();
      cable.close();
      Workshop.remove(data);
    }
  }

  private final Site site;
  private final Random chance;
  private final UpstreamProcess upstream;
  private final Crowd crowd;
  private final HttpClient local = HttpClient.newHttpClient();
  private final List<Path> folders = new ArrayList<>();
  private final List<Path> databases = new ArrayList<>();
  private final List<Life> lives = new ArrayList<>();

  /** Which upstream it is that runs: it says so itself, to whoever asks its broker. */
  private String epoch = "";

  private boolean upstreamChanged;
  private int names;
  private int restored;
  private int cloned;
  private int setBack;
  private int refused;
  private int databasesLost;
  private int boxKills;
  private int upKills;

  /** A site whose box runs, has sold, and has an older copy of everything. */
  SetBackSite(Path folder, long seed) throws IOException, InterruptedException {
    site = new Site(folder);
    chance = new Random(seed);
    upstream = new UpstreamProcess(site.fleet.folder(), folder.resolve("up"));
    epoch = epoch();
    crowd = new Crowd(site, TILLS, seed);
    Life first = new Life("box-" + ++names);
    lives.add(first);
    first.start();
    crowd.pair(first.box, first.data);
    sell(first, crowd.tills(), 5 + chance.nextInt(10));
    settle(first);
    keepFolder(first, Way.AFTER_A_STOP);
    keepDatabase();
  }

  Tally tally() {
    return new Tally(restored, cloned, setBack, refused, databasesLost, boxKills, upKills);
  }

  /** One round: sell, break, sell, mend, and look when all has arrived. */
  Findings play(Trouble trouble) throws IOException, InterruptedException {
    upstreamChanged = false;
    Life box = lives.getFirst();
    // What is sold now and lost later was nowhere else.
    boolean cutOff = chance.nextInt(3) == 0;
    if (cutOff) {
      box.cable.pull();
    }
    sellAndPerhapsDie(box, crowd.tills(), 10 + chance.nextInt(30));
    if (chance.nextInt(2) == 0) {
      keepFolder(box, Way.values()[chance.nextInt(Way.values().length)]);
      sellAndPerhapsDie(box, crowd.tills(), 5 + chance.nextInt(25));
    }
    if (chance.nextInt(2) == 0) {
      keepDatabase();
    }
    trouble.happenTo(this);
    for (Life life : lives) {
      life.cable.plug();
    }
    return mendAndLook();
  }

  /**
   * The copies that were kept are used, one after the other: what any of them holds is upstream in
   * the end.
   */
  Findings bringBackAllCopies() throws IOException, InterruptedException {
    upstreamChanged = false;
    for (Path copy : List.copyOf(folders)) {
      Life again = new Life("again-" + ++names);
      Workshop.copy(copy, again.data);
      if (again.starts()) {
        again.kill();
        lives.add(again);
      } else {
        refused++;
        again.putAway();
      }
    }
    return mendAndLook();
  }

  // What goes wrong

  /**
   * The folder is lost, and an older copy takes its place.
   *
   * @param sold before it hears of upstream again; below 0, more than was lost
   */
  private void restore(boolean cutOff, int sold) throws IOException, InterruptedException {
    Life box = lives.getFirst();
    box.end(chance.nextBoolean());
    long before = box.journal().money();
    if (cutOff) {
      box.cable.pull();
    } else {
      box.cable.plug();
    }
    restored++;
    startOnACopy(box);
    long lost = Math.max(0, before - box.journal().money());
    int count = sold >= 0 ? sold : (int) Math.min(120, lost) + 5 + chance.nextInt(15);
    sellAndPerhapsDie(box, crowd.tills(), count);
  }

  /** A copy that was taken beside a running box may be torn: then it is refused, and said why. */
  private void startOnACopy(Life box) throws IOException, InterruptedException {
    while (true) {
      // The newest as a rule: what was lost is what came after it.
      Path copy = folders.get(Math.max(0, folders.size() - 1 - chance.nextInt(2)));
      Workshop.remove(box.data);
      Workshop.copy(copy, box.data);
      if (box.starts()) {
        return;
      }
      refused++;
      folders.remove(copy);
    }
  }

  private void cloned() throws IOException, InterruptedException {
    Life box = lives.getFirst();
    boolean live = chance.nextBoolean();
    if (!live) {
      kill(box);
    }
    Life clone = new Life("clone-" + ++names);
    copyBesideTheBox(box.data, clone.data);
    if (!live) {
      box.start();
    }
    if (!clone.starts()) {
      refused++;
      clone.putAway();
      return;
    }
    cloned++;
    lives.add(clone);
    box.cable.plug();
    int count = 5 + chance.nextInt(20);
    Thread beside =
        Thread.ofPlatform()
            .name("clone-sells")
            .start(() -> sellUnchecked(clone, crowd.tills().subList(2, TILLS), count));
    sellAndPerhapsDie(box, crowd.tills().subList(0, 2), 5 + chance.nextInt(20));
    beside.join();
    if (broke.get() != null) {
      throw new AssertionError("a till broke: " + broke.get(), broke.get());
    }
    if (chance.nextBoolean()) {
      // The other one is found out first.
      lives.remove(box);
      lives.add(box);
    }
  }

  /** Frames behind the damage are gone; a file that fits itself no more is refused. */
  private void damageTheLog() throws IOException, InterruptedException {
    Life box = lives.getFirst();
    sell(box, crowd.tills(), 5 + chance.nextInt(20));
    if (chance.nextInt(3) == 0) {
      // Then the main file has newer pages than a log that is cut.
      Market.until(
          "the log is folded",
          () -> {
            try {
              return box.status().path("unplug").path("yes").asBoolean();
            } catch (IOException e) {
              throw new AssertionError(e);
            }
          });
    }
    kill(box);
    Path log = box.data.resolve("journal.db-wal");
    long size = Files.exists(log) ? Files.size(log) : 0;
    if (size > 0) {
      long at = (long) (chance.nextDouble() * size);
      try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "rw")) {
        if (chance.nextBoolean()) {
          file.setLength(at);
        } else {
          file.seek(at);
          int there = file.read();
          file.seek(at);
          file.write(there ^ 1 << chance.nextInt(8));
        }
      }
    }
    if (!box.starts()) {
      refused++;
      startOnACopy(box);
    }
    sellAndPerhapsDie(box, crowd.tills(), chance.nextInt(10));
  }

  private void putBackTheDatabase(Optional<Path> older) throws IOException, InterruptedException {
    if (chance.nextBoolean()) {
      upstream.stop();
    } else {
      upstream.kill();
      upKills++;
    }
    sellAndPerhapsDie(lives.getFirst(), crowd.tills(), chance.nextInt(10));
    replaceTheDatabase(older);
  }

  private void replaceTheDatabase(Optional<Path> older) throws IOException, InterruptedException {
    for (String suffix : List.of("", "-wal", "-shm")) {
      Files.deleteIfExists(upstream.database().resolveSibling("upstream.db" + suffix));
    }
    if (older.isPresent()) {
      Files.copy(older.get(), upstream.database());
    }
    databasesLost++;
    startUpstream();
  }

  /** It ends by itself, and nothing is safe that it never had. */
  private void takeTheDatabaseAway() throws IOException, InterruptedException {
    Optional<Path> older = chance.nextBoolean() ? anyDatabase() : Optional.empty();
    if (older.isPresent()) {
      Path next = upstream.database().resolveSibling("next.db");
      Files.copy(older.get(), next, StandardCopyOption.REPLACE_EXISTING);
      Files.move(next, upstream.database(), StandardCopyOption.ATOMIC_MOVE);
    } else {
      Files.delete(upstream.database());
    }
    untilUpstreamEnds();
    Life box = lives.getFirst();
    eachTillSells(box);
    if (box.status().path("strike").path("yes").asBoolean()) {
      throw new Broken("it is safe to strike, and the last sales are here alone");
    }
    replaceTheDatabase(older);
  }

  private void emptyTheDatabase() throws IOException, InterruptedException {
    try (FileChannel file = FileChannel.open(upstream.database(), StandardOpenOption.WRITE)) {
      file.truncate(0);
    }
    untilUpstreamEnds();
    if (chance.nextBoolean() && upstream.startsAgain()) {
      databasesLost++;
      upstreamChanged = true;
      epoch = epoch();
    } else {
      replaceTheDatabase(Optional.empty());
    }
  }

  /** The file under it is not its own any more: it says so by its exit code. */
  private void untilUpstreamEnds() throws IOException, InterruptedException {
    Life box = lives.getFirst();
    box.cable.plug();
    for (int i = 0; i < 200 && upstream.alive(); i++) {
      sell(box, crowd.tills(), 1);
      Thread.sleep(LOOK_MILLIS);
    }
    if (upstream.alive()) {
      throw new Broken(
          "upstream goes on acknowledging, and what it writes is in a file that nobody can open");
    }
    int exit = upstream.ended();
    if (exit != IO && exit != DATA) {
      throw new Broken("upstream's database is gone, and it ends with " + exit);
    }
  }

  // Selling

  /** Something that a box or an upstream must not do. */
  static final class Broken extends AssertionError {
    private static final long serialVersionUID = 1;

    Broken(String what) {
      super(what);
    }
  }

  private final AtomicReference<Throwable> broke = new AtomicReference<>();

  private void sellUnchecked(Life life, List<Till> tills, int count) {
    try {
      sell(life, tills, count);
    } catch (IOException | InterruptedException | RuntimeException | AssertionError e) {
      broke.compareAndSet(null, e);
    }
  }

  /**
   * Tills at one box, each in its thread, until they were shown so much together. They also end
   * when the box is dead, or takes nothing because it is set back.
   */
  private final class Shift {
    private final Life life;
    private final AtomicInteger left;
    private final AtomicInteger shown = new AtomicInteger();
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicReference<Throwable> failed = new AtomicReference<>();
    private final AtomicReference<IOException> unreached = new AtomicReference<>();

    Shift(Life life, List<Till> tills, int count) {
      this.life = life;
      left = new AtomicInteger(count);
      for (Till till : tills) {
        threads.add(Thread.ofPlatform().name("till").start(() -> work(till)));
      }
    }

    private void work(Till till) {
      try {
        while (left.getAndDecrement() > 0) {
          for (int tries = 1; !turn(till); tries++) {
            if (till.why().startsWith("set-back")) {
              return;
            }
            if (tries == TRIES_MAX) {
              throw new Broken(life.name + " does not sell: " + till.why());
            }
            Thread.sleep(LOOK_MILLIS);
          }
        }
      } catch (IOException e) {
        unreached.compareAndSet(null, e);
      } catch (InterruptedException | RuntimeException | AssertionError e) {
        failed.compareAndSet(null, e);
      }
    }

    /** False when it is to be tried again. */
    private boolean turn(Till till) throws IOException, InterruptedException {
      boolean refund = till.taste().nextInt(6) == 0;
      Till.Turn turn =
          refund
              ? till.giveBack(life.client)
              : till.sell(life.client, Site.LEMONADE, 1 + till.taste().nextInt(5));
      if (turn == Till.Turn.SHOWN) {
        shown.incrementAndGet();
      }
      return turn != Till.Turn.NOT_NOW;
    }

    boolean over() {
      return threads.stream().noneMatch(Thread::isAlive);
    }

    void join() throws InterruptedException {
      for (Thread thread : threads) {
        thread.join();
      }
      if (failed.get() != null) {
        throw new AssertionError("a till broke: " + failed.get(), failed.get());
      }
      if (unreached.get() != null && life.runs()) {
        throw new AssertionError(
            "a till did not reach a box that lives: " + unreached.get(), unreached.get());
      }
    }
  }

  private void sell(Life life, List<Till> tills, int count)
      throws IOException, InterruptedException {
    new Shift(life, tills, count).join();
    if (!life.runs()) {
      throw new AssertionError(
          life.name + " died by itself:\n" + String.join("\n", life.box.said()));
    }
  }

  /** Sells; a third of the time the box is killed meanwhile, a sixth upstream is. */
  private void sellAndPerhapsDie(Life life, List<Till> tills, int count)
      throws IOException, InterruptedException {
    int death = chance.nextInt(6);
    int at = chance.nextInt(Math.max(1, count));
    long nanos = chance.nextInt(4_000_000);
    boolean upstreamDies = death == 2 && upstream.alive();
    Shift shift = new Shift(life, tills, count);
    if (death < 2 || upstreamDies) {
      while (shift.shown.get() < at && !shift.over()) {
        LockSupport.parkNanos(50_000);
      }
      LockSupport.parkNanos(nanos);
      if (upstreamDies) {
        upstream.kill();
        upKills++;
      } else {
        kill(life);
      }
    }
    shift.join();
    if (upstreamDies) {
      startUpstream();
    }
    if (!life.runs()) {
      life.start();
    }
  }

  private void kill(Life life) throws InterruptedException {
    life.kill();
    boxKills++;
  }

  private void startUpstream() throws IOException, InterruptedException {
    upstream.again();
    upstreamChanged = true;
    epoch = epoch();
  }

  /** As whoever asks the broker is told. */
  private String epoch() throws IOException {
    Mqtt5BlockingClient client =
        Mqtt5Client.builder()
            .identifier("looks-on")
            .serverHost("127.0.0.1")
            .serverPort(upstream.port())
            .buildBlocking();
    client.connect();
    try (Mqtt5BlockingClient.Mqtt5Publishes said = client.publishes(MqttGlobalPublishFilter.ALL)) {
      client.subscribeWith().topicFilter(UPSTREAM_STATE).send();
      return MAPPER.readTree(said.receive().getPayloadAsBytes()).path("epoch").asText();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      client.disconnect();
    }
  }

  // Copies

  private void keepFolder(Life box, Way way) throws IOException, InterruptedException {
    Path copy = site.folder.resolve("copy-" + ++names);
    switch (way) {
      case LIVE -> {
        Shift shift = new Shift(box, crowd.tills(), 5 + chance.nextInt(10));
        copyBesideTheBox(box.data, copy);
        shift.join();
      }
      case AFTER_A_KILL -> {
        kill(box);
        Workshop.copy(box.data, copy);
        box.start();
      }
      case AFTER_A_STOP -> {
        box.end(true);
        Workshop.copy(box.data, copy);
        box.start();
      }
    }
    folders.add(copy);
    if (folders.size() > COPIES_MAX) {
      // The first was taken from a box that had stopped: it starts.
      Workshop.remove(folders.remove(1));
    }
  }

  /** A file may go while it is copied; then all is copied anew. */
  private static void copyBesideTheBox(Path from, Path to) throws IOException {
    while (true) {
      try {
        Workshop.copy(from, to);
        return;
      } catch (NoSuchFileException e) {
        Workshop.remove(to);
      }
    }
  }

  private void keepDatabase() throws IOException {
    Path copy = site.folder.resolve("database-" + ++names + ".db");
    CopyReader.backUp(upstream.database(), copy);
    databases.add(copy);
    if (databases.size() > COPIES_MAX) {
      Files.delete(databases.remove(0));
    }
  }

  private Optional<Path> anyDatabase() {
    return Optional.of(databases.get(chance.nextInt(databases.size())));
  }

  // Mending, and looking

  /** Each folder in turn, as long as there are several: they share a name at the broker. */
  private Findings mendAndLook() throws IOException, InterruptedException {
    for (Life life : lives) {
      for (Life other : lives) {
        if (other != life && other.runs()) {
          kill(other);
        }
      }
      if (!life.runs()) {
        life.start();
      }
      life.cable.plug();
      settle(life);
    }
    Findings findings = look();
    while (lives.size() > 1) {
      // All that they hold is upstream: any of them may go on.
      lives.remove(chance.nextInt(lives.size())).putAway();
    }
    if (!lives.getFirst().runs()) {
      lives.getFirst().start();
    }
    return findings;
  }

  /** Sees a box through until all that it holds is upstream, and it knows. */
  private void settle(Life life) throws IOException, InterruptedException {
    int death = chance.nextInt(8);
    int looks = chance.nextInt(30);
    eachTillSells(life);
    Progress progress = new Progress();
    while (true) {
      CopyReader.Journal journal = life.journal();
      JsonNode status = life.status();
      if (status.path("setBack").isObject()) {
        mend(life, journal, status.path("setBack"));
        eachTillSells(life);
      } else if (isSafe(life, journal, status)) {
        return;
      }
      if (looks-- == 0 && death < 3) {
        if (death < 2) {
          kill(life);
          life.start();
        } else {
          upstream.kill();
          upKills++;
          startUpstream();
          eachTillSells(life);
        }
      }
      progress.look(life.name, journal, status);
      Thread.sleep(LOOK_MILLIS);
    }
  }

  /** Whether it is safe to strike: judged where it is said. */
  private boolean isSafe(Life life, CopyReader.Journal journal, JsonNode status)
      throws IOException, InterruptedException {
    boolean heard = journal.epoch().equals(epoch);
    if (!heard || !status.path("strike").path("yes").asBoolean()) {
      return false;
    }
    Set<String> missing = new HashSet<>();
    journal.folder().money().forEach(booking -> missing.add(booking.receipt()));
    missing.removeAll(CopyReader.upstream(upstream.database()).receipts());
    // Its word may be a moment older than its journal.
    if (!missing.isEmpty() && life.status().path("strike").path("yes").asBoolean()) {
      throw new Broken(
          "%s says that it is safe to strike, and upstream has not %d of its sales: %s"
              .formatted(life.name, missing.size(), missing.iterator().next()));
    }
    return missing.isEmpty();
  }

  /** It sells nothing, also after a restart, answers for what it has, and is adopted. */
  private void mend(Life life, CopyReader.Journal journal, JsonNode found)
      throws IOException, InterruptedException {
    String deltaClass = found.path("class").asText();
    long strange = CopyReader.strange(upstream.database(), journal, deltaClass);
    if (strange == 0 && !upstreamChanged) {
      throw new Broken(life.name + " takes itself for set back, and is not: " + found);
    }
    if (lives.size() == 1 && !upstreamChanged && found.path("doubtful").asLong() < strange) {
      throw new Broken(
          "%s says that it lacks up to %d of %s, and it lacks %d"
              .formatted(life.name, found.path("doubtful").asLong(), deltaClass, strange));
    }
    sellsNothing(life);
    if (chance.nextInt(3) == 0) {
      kill(life);
      life.start();
      if (!life.status().path("setBack").isObject()) {
        throw new Broken(life.name + " has forgotten that it is set back");
      }
      sellsNothing(life);
    }
    life.end(chance.nextBoolean());
    int exit = BoxProcess.verb(life.config, "adopt", "--yes");
    if (exit != 0) {
      throw new AssertionError("roadcase box adopt ended with " + exit);
    }
    setBack++;
    life.start();
  }

  private void sellsNothing(Life life) throws IOException, InterruptedException {
    for (Till till : crowd.tills()) {
      switch (till.sell(life.client, Site.LEMONADE)) {
        case SHOWN -> {
          if (!till.again()) {
            throw new Broken(life.name + " sells, and knows that it is set back");
          }
        }
        case NOT_NOW -> {
          if (!till.why().equals("set-back, Retry-After 60")) {
            throw new Broken(life.name + " is set back, and says: " + till.why());
          }
        }
        case SOLD_OUT, UNKNOWN -> throw new Broken(life.name + " is set back, and says neither");
      }
      // Whether a refund was booked, its journal says.
      till.giveBack(life.client);
    }
    JsonNode status = life.status();
    if (status.path("strike").path("yes").asBoolean()
        || status.path("selling").path("yes").asBoolean()) {
      throw new Broken(life.name + " is set back, and says: " + status);
    }
  }

  /**
   * Every till is shown one more receipt: money waits for upstream, and what is missing of a till
   * has a number after it. Nothing, when the box is set back.
   */
  private void eachTillSells(Life life) throws IOException, InterruptedException {
    for (Till till : crowd.tills()) {
      Till.Turn turn = till.sell(life.client, Site.LEMONADE);
      for (int i = 0; turn == Till.Turn.NOT_NOW && i < TRIES_MAX; i++) {
        if (till.why().startsWith("set-back")) {
          return;
        }
        Thread.sleep(LOOK_MILLIS);
        turn = till.sell(life.client, Site.LEMONADE);
      }
      if (turn != Till.Turn.SHOWN) {
        throw new Broken(life.name + " does not sell: " + turn + " " + till.why());
      }
    }
  }

  private final class Progress {
    private String last = "";
    private long since = System.nanoTime();

    void look(String name, CopyReader.Journal journal, JsonNode status) throws IOException {
      String now =
          journal.epoch()
              + status.path("queue")
              + status.path("incarnation")
              + CopyReader.upstream(upstream.database()).deltas();
      if (!now.equals(last)) {
        last = now;
        since = System.nanoTime();
      } else if (System.nanoTime() - since > PATIENCE_NANOS) {
        throw new Broken(
            "%s never learnt that all of it is upstream; upstream's epoch is %s, it knows %s: %s"
                .formatted(name, epoch, journal.epoch(), status));
      }
    }
  }

  private Findings look() throws IOException, InterruptedException {
    Market.until(
        "nothing waits that can be booked",
        () -> {
          try {
            return CopyReader.upstream(upstream.database()).waiting() == 0;
          } catch (IOException e) {
            throw new AssertionError(e);
          }
        });
    List<Folder> held = new ArrayList<>();
    for (Life life : lives) {
      held.add(life.journal().folder());
    }
    answersForWhatItHas(lives.getLast(), held.getLast());
    return CopiesChecker.check(
        CopyReader.tills(crowd.files()),
        held,
        CopyReader.upstream(upstream.database()).books(upstream.status()));
  }

  /** A box shows each receipt that its folder holds. */
  private void answersForWhatItHas(Life life, Folder folder)
      throws IOException, InterruptedException {
    List<Booking> money = folder.money();
    for (int i = 0; i < 10 && !money.isEmpty(); i++) {
      Booking one = money.get(chance.nextInt(money.size()));
      OutsideChecker.Answer answer = life.client.receipt(one.receipt());
      if (answer.status() != 200) {
        throw new Broken(one + " is in the folder, and the box answers " + answer.status());
      }
    }
  }

  @Override
  public void close() throws IOException, InterruptedException {
    for (Life life : lives) {
      life.kill();
      life.cable.close();
    }
    crowd.close();
    upstream.close();
    local.close();
  }
}
