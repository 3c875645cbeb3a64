package dev.roadcase.app.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.roadcase.app.box.Box;
import dev.roadcase.app.box.Command;
import dev.roadcase.app.box.LifeCommand;
import dev.roadcase.app.box.NotNow;
import dev.roadcase.app.box.Prepared;
import dev.roadcase.app.box.SaleCommand;
import dev.roadcase.app.disk.Room;
import dev.roadcase.core.fact.Mode;
import dev.roadcase.core.identity.Incarnation;
import dev.roadcase.core.ledger.SaleOutcome;
import dev.roadcase.core.ledger.SaleRefusal;
import dev.roadcase.wire.fact.FactJson;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The one thread between a decision and its answer, over a journal that does as it is told. */
@Timeout(60)
class WriterTest {
  private final HandJournal journal = new HandJournal();
  private final List<JournalFailure> never = new CopyOnWriteArrayList<>();
  private final List<Integer> seen = new CopyOnWriteArrayList<>();
  private final AtomicLong millis = new AtomicLong();
  private Box box;
  private Writer writer;

  @BeforeEach
  void aBoxThatSells() throws Exception {
    FactJson codec =
        new FactJson(id -> {
          throw new IllegalArgumentException("no pack " + id);
        });
    box =
        new Box(
            new Box.Identity(
                Show.FLEET, OpenJournal.KIT, new Incarnation("0123456789abcdef"), Mode.LIVE),
            codec);
    Snapshots snapshots =
        new Snapshots(
            Mode.LIVE,
            id -> {
              throw new IllegalArgumentException("no pack " + id);
            });
    writer =
        new Writer(
            box,
            journal,
            snapshots,
            () -> Show.now(millis.incrementAndGet()),
            List.of(batch -> seen.add(batch.size())),
            Room.endless(),
            never::add);
    writer.start();
    for (Command<?> command : Show.opening()) {
      CompletableFuture<?> answer = writer.submit(command);
      journal.next().complete(Verdict.DONE);
      answer.get();
    }
    seen.clear();
  }

  @AfterEach
  void stop() throws InterruptedException {
    journal.freely = true;
    writer.stop();
  }

  @Test
  void anAnswerLeavesAfterItsCommitAndNotBefore() throws Exception {
    SaleCommand.Sell sale = Show.sell(0, 1, Show.LEMONADE, 1);
    CompletableFuture<SaleOutcome> answer = writer.submit(sale);
    CompletableFuture<Verdict> commit = journal.next();
    assertFalse(answer.isDone(), "the commit has not come back");
    assertNull(box.ledger().published(Show.receiptOf(sale)), "others see what is on the disk");
    assertEquals(List.of(), seen, "and so do readers");

    commit.complete(Verdict.DONE);
    assertEquals(new SaleOutcome.Taken(Show.receiptOf(sale), false), answer.get());
    assertNotNull(box.ledger().published(Show.receiptOf(sale)));
    assertEquals(List.of(1), seen);
  }

  @Test
  void aRetryInTheSameBatchWaitsForTheFactThatItRestsOn() throws Exception {
    CompletableFuture<SaleOutcome> first = writer.submit(Show.sell(0, 1, Show.LEMONADE, 1));
    CompletableFuture<Verdict> commit = journal.next();
    SaleCommand.Sell sale = Show.sell(0, 2, Show.LEMONADE, 1);
    CompletableFuture<SaleOutcome> second = writer.submit(sale);
    CompletableFuture<SaleOutcome> retry = writer.submit(sale);
    commit.complete(Verdict.DONE);
    first.get();

    commit = journal.next();
    assertFalse(retry.isDone());
    commit.complete(Verdict.DONE);
    assertEquals(new SaleOutcome.Taken(Show.receiptOf(sale), false), second.get());
    assertEquals(new SaleOutcome.Taken(Show.receiptOf(sale), true), retry.get());
    assertEquals(List.of(1, 2), seen);
  }

  @Test
  void aSaleSeesWhatTheOneBeforeItInTheBatchTook() throws Exception {
    CompletableFuture<SaleOutcome> first = writer.submit(Show.sell(0, 1, Show.LEMONADE, 1));
    CompletableFuture<Verdict> commit = journal.next();
    CompletableFuture<SaleOutcome> four = writer.submit(Show.sell(0, 2, Show.SHIRT, 4));
    CompletableFuture<SaleOutcome> two = writer.submit(Show.sell(1, 1, Show.SHIRT, 2));
    commit.complete(Verdict.DONE);
    first.get();
    journal.next().complete(Verdict.DONE);
    assertInstanceOf(SaleOutcome.Taken.class, four.get());
    SaleOutcome.Refused refused = assertInstanceOf(SaleOutcome.Refused.class, two.get());
    assertInstanceOf(SaleRefusal.SoldOut.class, refused.why());
  }

  @Test
  void aFailedCommitIsForgottenAndTheNextBatchWorks() throws Exception {
    List<Object> before = OpenJournal.comparable(box);
    SaleCommand.Sell sale = Show.sell(0, 1, Show.SHIRT, 5);
    CompletableFuture<SaleOutcome> answer = writer.submit(sale);
    journal.next().complete(Verdict.FULL);
    ExecutionException failed = assertThrows(ExecutionException.class, answer::get);
    assertEquals(
        NotNow.Reason.DISK_FULL, assertInstanceOf(NotNow.class, failed.getCause()).reason());
    assertEquals(before, OpenJournal.comparable(box));
    assertEquals(List.of(), seen);

    CompletableFuture<SaleOutcome> again = writer.submit(sale);
    journal.next().complete(Verdict.DONE);
    assertEquals(
        new SaleOutcome.Taken(Show.receiptOf(sale), false),
        again.get(),
        "nothing of the first try is left: not the sale, not the five shirts");
    assertEquals(List.of(), never);
  }

  @Test
  void aDiskThatFailedIsNeverAskedAgain() throws Exception {
    CompletableFuture<SaleOutcome> first = writer.submit(Show.sell(0, 1, Show.LEMONADE, 1));
    journal.next().complete(Verdict.BROKEN);
    while (never.isEmpty()) {
      Thread.onSpinWait();
    }
    CompletableFuture<SaleOutcome> second = writer.submit(Show.sell(0, 2, Show.LEMONADE, 1));
    assertEquals(JournalFailure.Exit.IO, never.getFirst().exit());
    assertEquals(1, never.size());
    writer.stop();
    assertFalse(first.isDone(), "nobody is told anything: nobody knows");
    assertFalse(second.isDone());
    assertTrue(journal.asked.isEmpty());
  }

  @Test
  void commandsThatWriteNothingDoNotPutOffTheFold() throws Exception {
    sell();
    // More often than the quiet is long: each of them is answered, and none of them writes.
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!writer.checkpointed() && System.nanoTime() < until) {
      writer.submit(new LifeCommand.Barrier()).get();
      Thread.sleep(20);
    }
    assertTrue(writer.checkpointed(), "nothing has been written for long");
  }

  @Test
  void aFoldThatWasNotWholeIsTriedAgainWithoutBeingAsked() throws Exception {
    journal.foldsInVain.set(1);
    sell();
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!writer.checkpointed() && System.nanoTime() < until) {
      Thread.sleep(20);
    }
    assertTrue(writer.checkpointed(), "the reader that was in the way is gone");
    assertTrue(journal.foldsInVain.get() <= 0, "it was there");
  }

  private void sell() throws Exception {
    CompletableFuture<SaleOutcome> answer = writer.submit(Show.sell(0, 1, Show.LEMONADE, 1));
    journal.next().complete(Verdict.DONE);
    answer.get();
  }

  private enum Verdict {
    DONE,
    FULL,
    BROKEN
  }

  /** A journal whose commits come back when the test says how they went. */
  private static final class HandJournal implements Journal {
    private final LinkedBlockingQueue<CompletableFuture<Verdict>> asked =
        new LinkedBlockingQueue<>();
    private final List<Prepared<?>> written = new ArrayList<>();
    private final AtomicInteger foldsInVain = new AtomicInteger();
    private volatile boolean freely;

    CompletableFuture<Verdict> next() throws InterruptedException {
      CompletableFuture<Verdict> commit = asked.poll(30, TimeUnit.SECONDS);
      assertNotNull(commit, "no commit came");
      return commit;
    }

    @Override
    public void commit(List<Prepared<?>> batch, Mode mode, long keepTelemetryFrom) {
      if (freely) {
        return;
      }
      CompletableFuture<Verdict> verdict = new CompletableFuture<>();
      asked.add(verdict);
      switch (verdict.join()) {
        case DONE -> written.addAll(batch);
        case FULL -> throw new NotNow(NotNow.Reason.DISK_FULL, "full", 10);
        case BROKEN -> throw new JournalFailure(JournalFailure.Exit.IO, "broken");
      }
    }

    @Override
    public boolean save(Snapshot snapshot) {
      return true;
    }

    @Override
    public boolean checkpoint() {
      return foldsInVain.getAndDecrement() <= 0;
    }

    @Override
    public void checkpointIfLong() {}

    @Override
    public void closeClean() {}
  }
}
