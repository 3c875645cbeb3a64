package dev.roadcase.app.journal;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

import dev.roadcase.app.box.Box;
import dev.roadcase.app.box.Command;
import dev.roadcase.app.box.LifeCommand;
import dev.roadcase.app.box.NotNow;
import dev.roadcase.app.box.Prepared;
import dev.roadcase.app.box.TelemetryCommand;
import dev.roadcase.app.clock.Clock;
import dev.roadcase.app.disk.Room;
import dev.roadcase.app.journal.JournalFailure.Exit;
import dev.roadcase.core.fact.Entry;
import dev.roadcase.core.fact.Now;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that owns state and journal. Takes a batch from the mailbox, decides each command
 * on the staged state, commits once, publishes, and only then answers.
 */
public final class Writer {
  private static final Logger LOG = LoggerFactory.getLogger(Writer.class);

  /**
   * Commands that wait; more are turned away with {@link NotNow}, so that nobody waits for long.
   */
  public static final int MAILBOX_SIZE = 4096;

  private static final int BATCH_MAX = 512;

  /**
   * So long after the last commit the box makes itself ready to be unplugged. Commands that wrote
   * nothing do not put it off.
   */
  private static final long QUIET_NANOS = MILLISECONDS.toNanos(2_000);

  /** A log that could not be folded whole is tried again: at first after the quiet, at last so. */
  private static final long FOLD_AGAIN_NANOS = MILLISECONDS.toNanos(32_000);

  /** Without room on the disk: how often to look, and how often while the reserve is remade. */
  private static final long LOOK_MILLIS = 1_000;

  private static final long GROW_MILLIS = 20;

  /** As the loss ledger has it. */
  private static final String NO_ROOM = "the disk was nearly full";

  /**
   * What a start after {@code kill -9} has to replay at most, in facts. A snapshot holds what is
   * new since the one before, so that its cost a fact does not grow with the journal.
   */
  static final int SNAPSHOT_AFTER = 4_096;

  /** What a committed batch added. Called on the writer's thread: hand over, do not work. */
  public interface Reader {
    void committed(List<Prepared<?>> batch);
  }

  private record Letter<O>(Command<O> command, CompletableFuture<O> answer) {
    /** Nothing when there is no room for it. */
    Optional<Prepared<O>> decide(Box box, Now now, Room room) {
      return room.level() == Room.Level.AMPLE
          ? Optional.of(box.decide(now, command))
          : box.decideOnFullDisk(now, command);
    }

    /** Whether it could be answered with nothing written. */
    boolean answerFrom(Box box, Now now) {
      Optional<Prepared<O>> known = box.answer(now, command);
      known.ifPresent(this::answerWith);
      return known.isPresent();
    }

    @SuppressWarnings("unchecked") // the outcome is that of this very command
    void answerWith(Prepared<?> prepared) {
      answer.complete(((Prepared<O>) prepared).outcome());
    }
  }

  private final Box box;
  private final Journal journal;
  private final Snapshots snapshots;
  private final Clock clock;
  private final List<Reader> readers;
  private final Room room;
  private final Consumer<JournalFailure> never;
  private final Queue<Letter<?>> owed = new ConcurrentLinkedQueue<>();
  private final BlockingQueue<Letter<?>> mailbox = new ArrayBlockingQueue<>(MAILBOX_SIZE);
  private final Thread thread;
  private final WriterMeter meter = new WriterMeter();
  private volatile boolean stopping;
  private volatile boolean checkpointed = true;

  /** When the log is to be folded, by {@link System#nanoTime}; of no meaning when it is. */
  private long foldAt;

  private long foldAgain = QUIET_NANOS;
  private volatile int inHand;
  private volatile long snapshotAt;

  /** Milliseconds since 1970; 0 when there is no snapshot. */
  private volatile long snapshotTime;

  /**
   * A writer that has yet to be started.
   *
   * @param never told once when the journal can no longer be trusted; expected to end the process
   */
  public Writer(
      Box box,
      Journal journal,
      Snapshots snapshots,
      Clock clock,
      List<Reader> readers,
      Room room,
      Consumer<JournalFailure> never) {
    this.box = box;
    this.journal = journal;
    this.snapshots = snapshots;
    this.clock = clock;
    this.readers = new CopyOnWriteArrayList<>(readers);
    this.room = room;
    this.never = never;
    this.snapshotAt = snapshots.position();
    this.snapshotTime = snapshots.time();
    this.thread = Thread.ofPlatform().name("journal-writer").unstarted(this::run);
  }

  /** Has another reader hear of what is committed, after those that came before. */
  public void tells(Reader reader) {
    readers.add(reader);
  }

  public void start() {
    thread.start();
  }

  /**
   * Puts a command into the mailbox. The answer comes after the fsync of everything that it rests
   * on; it may fail with {@link NotNow}. It completes on the writer's thread: hand over, do not
   * work.
   */
  public <O> CompletableFuture<O> submit(Command<O> command) {
    CompletableFuture<O> answer = new CompletableFuture<>();
    if (stopping) {
      answer.completeExceptionally(new NotNow(NotNow.Reason.STOPPING, "the box is stopping", 5));
    } else if (!mailbox.offer(new Letter<>(command, answer))) {
      answer.completeExceptionally(
          new NotNow(NotNow.Reason.TOO_BUSY, "the box has more to write down than it can", 1));
    }
    return answer;
  }

  /**
   * What the box owes its own journal: written before anything else, and kept until there is room
   * for it. Before {@link #start} alone.
   */
  public <O> CompletableFuture<O> owe(Command<O> command) {
    CompletableFuture<O> answer = new CompletableFuture<>();
    owed.add(new Letter<>(command, answer));
    return answer;
  }

  /** Takes nothing more, writes down what waits, leaves a snapshot and a clean mark. */
  public void stop() throws InterruptedException {
    stopping = true;
    // A letter wakes the writer; an interrupt in the middle of a commit would look like a disk
    // error. A
    // mailbox that is full wakes it as well.
    if (!mailbox.offer(new Letter<>(new LifeCommand.Barrier(), new CompletableFuture<>()))) {
      LOG.debug("stopping with a full mailbox");
    }
    thread.join();
  }

  /** Commands that wait or are being written down. */
  public int waiting() {
    return mailbox.size() + inHand;
  }

  /** Bytes of the journal's files. */
  public long journalBytes() {
    return journal.bytes();
  }

  /** The time of the last fact that the last snapshot holds, milliseconds since 1970. */
  public OptionalLong snapshotTime() {
    long time = snapshotTime;
    return time == 0 ? OptionalLong.empty() : OptionalLong.of(time);
  }

  /** Facts since the last snapshot: what a start would replay. */
  public long factsSinceSnapshot() {
    return box.heads().published().position() - snapshotAt;
  }

  /** Whether everything written is in the journal's main file. */
  public boolean checkpointed() {
    return checkpointed;
  }

  /** Whether the next command would be turned away. */
  public boolean tooBusy() {
    return mailbox.remainingCapacity() == 0;
  }

  public boolean stopping() {
    return stopping;
  }

  /** How it stands with the disk. */
  public Room room() {
    return room;
  }

  public WriterMeter meter() {
    return meter;
  }

  private void run() {
    try {
      List<Letter<?>> batch = new ArrayList<>(BATCH_MAX);
      while (!(stopping && mailbox.isEmpty())) {
        batch.clear();
        next(batch);
        inHand = batch.size();
        write(batch);
        inHand = 0;
        snapshotIfDue();
        journal.checkpointIfLong();
      }
      write(batchOf(new LifeCommand.Stop("asked to")));
      saveSnapshot();
      checkpointed = journal.checkpoint();
      journal.closeClean();
    } catch (JournalFailure e) {
      never.accept(e);
    } catch (InterruptedException e) {
      never.accept(new JournalFailure(Exit.SOFTWARE, "nobody interrupts the writer", e));
    } catch (RuntimeException | Error e) {
      // An Error too: without its writer a box would stand there, take requests and answer none.
      never.accept(new JournalFailure(Exit.SOFTWARE, "a rule failed, which is a bug: " + e, e));
    }
  }

  private static List<Letter<?>> batchOf(Command<?> command) {
    return new ArrayList<>(List.of(new Letter<>(command, new CompletableFuture<>())));
  }

  /**
   * The next letters. When nothing has been written for a while, the log is folded into the file
   * meanwhile; while there is no room, the disk is looked at whether one comes or not.
   */
  private void next(List<Letter<?>> batch) throws InterruptedException {
    Letter<?> letter = room.level() == Room.Level.AMPLE ? nextWithRoom() : nextWithoutRoom();
    if (room.look()) {
      batch.add(
          new Letter<>(new TelemetryCommand.ShedTelemetry(NO_ROOM), new CompletableFuture<>()));
    }
    if (letter != null) {
      batch.add(letter);
      mailbox.drainTo(batch, BATCH_MAX - 1);
    }
  }

  private Letter<?> nextWithRoom() throws InterruptedException {
    while (!checkpointed) {
      // A command that waits goes before the fold, however late that is.
      Letter<?> letter = mailbox.poll(untilFold(), NANOSECONDS);
      if (letter != null) {
        return letter;
      }
      fold();
    }
    return mailbox.take();
  }

  private @Nullable Letter<?> nextWithoutRoom() throws InterruptedException {
    Letter<?> letter = mailbox.poll(room.growing() ? GROW_MILLIS : LOOK_MILLIS, MILLISECONDS);
    if (letter == null && !checkpointed && untilFold() <= 0) {
      fold();
    }
    return letter;
  }

  private long untilFold() {
    return foldAt - System.nanoTime();
  }

  private void foldAfter(long nanos) {
    foldAt = System.nanoTime() + nanos;
  }

  /** A reader of the journal, or a full disk, keeps a part of the log from being folded. */
  private void fold() {
    checkpointed = journal.checkpoint();
    if (!checkpointed) {
      foldAfter(foldAgain);
      foldAgain = Math.min(2 * foldAgain, FOLD_AGAIN_NANOS);
    }
  }

  /** Writes a batch. When there is no room for all of it, for what may not wait for room. */
  private void write(List<Letter<?>> batch) {
    batch.addAll(0, owed);
    NotNow full = tryToWrite(batch);
    if (full != null && room.metFull()) {
      full = tryToWrite(batch);
    }
    if (full != null) {
      refuse(batch, full);
    }
  }

  /** Nothing, or why nothing was written and nobody has been answered. */
  private @Nullable NotNow tryToWrite(List<Letter<?>> all) {
    Now now = clock.now();
    List<Letter<?>> batch = new ArrayList<>(all.size());
    List<Letter<?>> refused = new ArrayList<>();
    List<Prepared<?>> prepared = new ArrayList<>(all.size());
    for (Letter<?> letter : all) {
      Optional<? extends Prepared<?>> decided = letter.decide(box, now, room);
      decided.ifPresentOrElse(
          p -> {
            batch.add(letter);
            prepared.add(p);
          },
          () -> refused.add(letter));
    }
    try {
      commit(prepared);
    } catch (NotNow e) {
      box.discard();
      return e;
    }
    box.publish();
    if (!prepared.isEmpty()) {
      readers.forEach(reader -> reader.committed(prepared));
    }
    owed.removeAll(batch);
    for (int i = 0; i < batch.size(); i++) {
      batch.get(i).answerWith(prepared.get(i));
    }
    refuse(refused, new NotNow(NotNow.Reason.DISK_FULL, "the box's disk is full", 10));
    return null;
  }

  /** No word can be written. Who asked again for what is there is answered all the same. */
  private void refuse(List<Letter<?>> batch, NotNow why) {
    Now now = clock.now();
    for (Letter<?> letter : batch) {
      if (!owed.contains(letter) && !letter.answerFrom(box, now)) {
        letter.answer().completeExceptionally(why);
      }
    }
  }

  private void commit(List<Prepared<?>> prepared) {
    int facts = 0;
    int rows = 0;
    long bytes = 0;
    for (Prepared<?> p : prepared) {
      facts += p.entries().size() + p.received().size();
      rows += p.rows().size();
      bytes += octets(p.entries()) + octets(p.received());
    }
    if (facts + rows == 0) {
      return;
    }
    if (checkpointed) {
      checkpointed = false;
      foldAfter(QUIET_NANOS);
    }
    long start = System.nanoTime();
    journal.commit(prepared, box.identity().mode(), box.telemetry().firstKept());
    foldAgain = QUIET_NANOS;
    foldAfter(QUIET_NANOS);
    room.wrote(bytes);
    meter.committed(facts, rows, bytes, System.nanoTime() - start);
  }

  private static long octets(List<Entry> entries) {
    return entries.stream().mapToLong(entry -> entry.bytes().length).sum();
  }

  private void snapshotIfDue() {
    long position = box.heads().published().position();
    if (position - snapshotAt >= SNAPSHOT_AFTER) {
      saveSnapshot();
    }
  }

  private void saveSnapshot() {
    long position = box.heads().published().position();
    if (position > snapshotAt) {
      snapshotAt = position;
      Snapshot snapshot = snapshots.next(box);
      if (journal.save(snapshot)) {
        snapshots.kept(snapshot);
        snapshotTime = box.heads().published().lo();
      } else {
        LOG.warn("no room for a snapshot; the next start takes longer");
      }
    }
  }
}
