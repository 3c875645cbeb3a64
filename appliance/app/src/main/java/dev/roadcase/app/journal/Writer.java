package dev.roadcase.app.journal;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import dev.roadcase.app.box.Box;
import dev.roadcase.app.box.Command;
import dev.roadcase.app.box.Prepared;
import dev.roadcase.app.journal.JournalFailure.Exit;
import dev.roadcase.core.fact.Entry;
import dev.roadcase.core.fact.Now;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
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

  /** After so long without a command the box makes itself ready to be unplugged. */
  private static final long QUIET_MILLIS = 2_000;

  private static final int SNAPSHOT_AFTER_MIN = 20_000;

  /** What a committed batch added. Called on the writer's thread: hand over, do not work. */
  public interface Reader {
    void committed(List<Prepared<?>> batch);
  }

  private record Letter<O>(Command<O> command, CompletableFuture<O> answer) {
    Prepared<O> decide(Box box, Now now) {
      return box.decide(now, command);
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
  private final Consumer<JournalFailure> never;
  private final BlockingQueue<Letter<?>> mailbox = new ArrayBlockingQueue<>(MAILBOX_SIZE);
  private final Thread thread;
  private final WriterMeter meter = new WriterMeter();
  private volatile boolean stopping;
  private volatile boolean checkpointed = true;
  private volatile int inHand;
  private long snapshotAt;

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
      Consumer<JournalFailure> never) {
    this.box = box;
    this.journal = journal;
    this.snapshots = snapshots;
    this.clock = clock;
    this.readers = List.copyOf(readers);
    this.never = never;
    this.snapshotAt = box.heads().published().position();
    this.thread = Thread.ofPlatform().name("journal-writer").unstarted(this::run);
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

  /** Takes nothing more, writes down what waits, leaves a snapshot and a clean mark. */
  public void stop() throws InterruptedException {
    stopping = true;
    // A letter wakes the writer; an interrupt in the middle of a commit would look like a disk
    // error. A
    // mailbox that is full wakes it as well.
    if (!mailbox.offer(new Letter<>(new Command.Nudge(), new CompletableFuture<>()))) {
      LOG.debug("stopping with a full mailbox");
    }
    thread.join();
  }

  /** Commands that wait or are being written down. */
  public int waiting() {
    return mailbox.size() + inHand;
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

  public WriterMeter meter() {
    return meter;
  }

  private void run() {
    try {
      List<Letter<?>> batch = new ArrayList<>(BATCH_MAX);
      while (!(stopping && mailbox.isEmpty())) {
        batch.clear();
        batch.add(next());
        mailbox.drainTo(batch, BATCH_MAX - 1);
        inHand = batch.size();
        write(batch);
        inHand = 0;
        snapshotIfDue();
        journal.checkpointIfLong();
      }
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

  /** The next letter. When none comes for a while, the log is folded into the file meanwhile. */
  private Letter<?> next() throws InterruptedException {
    Letter<?> letter = checkpointed ? mailbox.take() : mailbox.poll(QUIET_MILLIS, MILLISECONDS);
    if (letter != null) {
      return letter;
    }
    checkpointed = journal.checkpoint();
    return mailbox.take();
  }

  private void write(List<Letter<?>> batch) {
    Now now = clock.now();
    List<Prepared<?>> prepared = new ArrayList<>(batch.size());
    for (Letter<?> letter : batch) {
      prepared.add(letter.decide(box, now));
    }
    try {
      commit(prepared);
    } catch (NotNow e) {
      box.discard();
      batch.forEach(letter -> letter.answer().completeExceptionally(e));
      return;
    }
    box.publish();
    readers.forEach(reader -> reader.committed(prepared));
    for (int i = 0; i < batch.size(); i++) {
      batch.get(i).answerWith(prepared.get(i));
    }
  }

  private void commit(List<Prepared<?>> prepared) {
    int facts = 0;
    int rows = 0;
    long bytes = 0;
    for (Prepared<?> p : prepared) {
      facts += p.entries().size();
      rows += p.rows().size();
      for (Entry entry : p.entries()) {
        bytes += entry.bytes().length;
      }
    }
    if (facts + rows == 0) {
      return;
    }
    checkpointed = false;
    long start = System.nanoTime();
    journal.commit(prepared, box.identity().mode(), box.telemetry().firstKept());
    meter.committed(facts, rows, bytes, System.nanoTime() - start);
  }

  private void snapshotIfDue() {
    long position = box.heads().published().position();
    long since = position - snapshotAt;
    if (since >= SNAPSHOT_AFTER_MIN && since >= position / 4) {
      saveSnapshot();
    }
  }

  private void saveSnapshot() {
    long position = box.heads().published().position();
    if (position > snapshotAt) {
      snapshotAt = position;
      if (!journal.save(snapshots.write(box.state()))) {
        LOG.warn("no room for a snapshot; the next start takes longer");
      }
    }
  }
}
