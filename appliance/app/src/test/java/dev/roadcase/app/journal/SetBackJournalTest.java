package dev.roadcase.app.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.roadcase.app.box.Box;
import dev.roadcase.app.box.LifeCommand.Adopt;
import dev.roadcase.app.box.NoteCommand.NoteAck;
import dev.roadcase.app.box.NoteCommand.NoteSetBack;
import dev.roadcase.app.box.SaleCommand.Sell;
import dev.roadcase.app.box.Sample;
import dev.roadcase.app.box.TelemetryCommand.TakeTelemetry;
import dev.roadcase.core.fact.DeltaClass;
import dev.roadcase.core.fact.Mode;
import dev.roadcase.core.fact.MultisetHash;
import dev.roadcase.core.identity.Incarnation;
import dev.roadcase.core.identity.UpstreamEpoch;
import dev.roadcase.core.identity.Verified;
import dev.roadcase.core.ledger.RefundOutcome;
import dev.roadcase.core.ledger.SaleOutcome;
import dev.roadcase.core.ledger.SaleRefusal;
import dev.roadcase.core.link.Session;
import dev.roadcase.core.queue.Ack;
import dev.roadcase.core.queue.AckCheck;
import dev.roadcase.core.queue.Holding;
import dev.roadcase.core.queue.SequenceSet;
import dev.roadcase.core.queue.UplinkFact.SetBackFound;
import dev.roadcase.wire.fact.FactJson;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder that is set back, and one that was adopted: docs/set-back.md. */
class SetBackJournalTest {
  private static final SetBackFound EVIDENCE = new SetBackFound(DeltaClass.P0, 132, 99, 33);
  private static final Incarnation NEXT = new Incarnation("fedcba9876543210");

  @TempDir private Path folder;

  @Test
  void aBoxThatIsSetBackSellsNothingAndAnswersForWhatItHas() {
    Sell before = Show.sell(0, 1, Show.LEMONADE, 1);
    try (OpenJournal open = new OpenJournal(folder, Mode.LIVE)) {
      open.write(Show.opening());
      open.write(before);
      open.write(new NoteSetBack(EVIDENCE));
      refusesNewSales(open, before);
      open.write(new NoteSetBack(new SetBackFound(DeltaClass.P1, 9, 9, 9)));
      assertEquals(EVIDENCE, open.box.setBack().published().orElseThrow(), "found once");
    }
    try (OpenJournal again = new OpenJournal(folder, Mode.LIVE, "boot-2")) {
      refusesNewSales(again, before);
      again.snapshot();
    }
    try (OpenJournal again = new OpenJournal(folder, Mode.LIVE, "boot-3")) {
      refusesNewSales(again, before);
    }
  }

  private static void refusesNewSales(OpenJournal open, Sell before) {
    SaleOutcome.Refused sale =
        assertInstanceOf(SaleOutcome.Refused.class, open.write(Show.sell(0, 2, Show.LEMONADE, 1)));
    assertEquals(new SaleRefusal.SetBack(EVIDENCE), sale.why());
    assertEquals(
        new RefundOutcome.SetBack(EVIDENCE),
        open.write(Show.refund(0, 3, Show.receiptOf(before), 100)));
    assertEquals(new SaleOutcome.Taken(Show.receiptOf(before), true), open.write(before));
  }

  @Test
  void anAdoptedFolderHasEveryFactAndSendsAllOfItAgain() {
    long position;
    Map<DeltaClass, Long> highest = new EnumMap<>(DeltaClass.class);
    Incarnation former;
    try (OpenJournal open = new OpenJournal(folder, Mode.LIVE)) {
      former = open.box.identity().incarnation();
      open.write(Show.opening());
      open.write(Show.sell(0, 1, Show.LEMONADE, 1));
      open.write(new TakeTelemetry(List.of(new Sample("power", "power", "{}"))));
      open.write(new TakeTelemetry(List.of(new Sample("power", "power", "{}"))));
      acknowledged(open, 1);
      assertTrue(open.box.outbox().reconciled(DeltaClass.P0));
      open.write(new NoteSetBack(EVIDENCE));
      position = open.box.heads().published().position();
      for (DeltaClass deltaClass : DeltaClass.values()) {
        highest.put(deltaClass, open.box.outbox().published(deltaClass).highest());
      }
    }
    adopt(former);
    try (OpenJournal open = new OpenJournal(folder, Mode.LIVE, "boot-2");
        JournalReader reader = new JournalReader(open.journal.file())) {
      assertEquals(NEXT, open.box.identity().incarnation());
      assertEquals(List.of(former), reader.formerIncarnations());
      assertEquals(position + 2, open.box.heads().published().position(), "and two more facts");
      assertTrue(open.box.setBack().published().isEmpty());
      assertEquals(
          highest.get(DeltaClass.P0), open.box.outbox().waiting(DeltaClass.P0), "all of it");
      assertEquals(highest.get(DeltaClass.P1) + 2, open.box.outbox().waiting(DeltaClass.P1));
      assertEquals(1, open.box.outbox().waiting(DeltaClass.P3), "what is left of it");
      assertEquals(
          SequenceSet.of(1), open.box.outbox().published(DeltaClass.P3).shed(), "the rest named");
      assertInstanceOf(
          SaleOutcome.Taken.class, open.write(Show.sell(0, 2, Show.LEMONADE, 1)), "it sells");
      assertEquals(
          highest.get(DeltaClass.P0) + 1,
          open.box.outbox().published(DeltaClass.P0).highest(),
          "sequences go on");
    }
    adopt(NEXT, new Incarnation("0000000000000001"));
    try (JournalReader reader = new JournalReader(folder.resolve("journal.db"))) {
      assertEquals(List.of(former, NEXT), reader.formerIncarnations());
    }
  }

  @Test
  void telemetryThatUpstreamHasLostIsNamed() {
    try (OpenJournal open = new OpenJournal(folder, Mode.LIVE)) {
      open.write(Show.opening());
      for (int i = 0; i < 5; i++) {
        open.write(new TakeTelemetry(List.of(new Sample("power", "power", "{}"))));
      }
      acknowledged(open, 4);
      assertEquals(5, open.box.telemetry().firstKept());
      // Started on an older database, which has two of them.
      SequenceSet two = SequenceSet.of(1, 2);
      open.write(ack(open, 2, Map.of(DeltaClass.P3, two)));
      assertEquals(SequenceSet.of(3, 4), open.box.outbox().published(DeltaClass.P3).shed());
      assertEquals(two, open.box.outbox().published(DeltaClass.P3).acked());
      assertEquals(1, open.box.outbox().waiting(DeltaClass.P3));
      assertFalse(open.box.outbox().reconciled(DeltaClass.P0), "nor has it any money");
    }
  }

  private void adopt(Incarnation former) {
    adopt(former, NEXT);
  }

  private void adopt(Incarnation former, Incarnation next) {
    try (SqliteJournal journal = SqliteJournal.open(folder);
        JournalReader reader = new JournalReader(journal.file())) {
      assertEquals(former, journal.claim(OpenJournal.KIT, () -> next));
      JournalShelf shelf = new JournalShelf(reader);
      FactJson codec = new FactJson(shelf);
      Box box = new Box(new Box.Identity(Show.FLEET, OpenJournal.KIT, next, Mode.LIVE), codec);
      Recovery.recover(box, journal, new Snapshots(Mode.LIVE, shelf), codec);
      journal.adopt(next, box.decide(Show.now(900_000), new Adopt(former)), Mode.LIVE);
    }
  }

  /** All of the money and the records, and so many readings. */
  private static void acknowledged(OpenJournal open, long readings) {
    Map<DeltaClass, SequenceSet> held = new EnumMap<>(DeltaClass.class);
    for (DeltaClass deltaClass : DeltaClass.values()) {
      held.put(deltaClass, SequenceSet.of(1, open.box.outbox().published(deltaClass).highest()));
    }
    held.put(DeltaClass.P3, SequenceSet.of(1, readings));
    open.write(ack(open, 1, held));
  }

  /** Whose facts they are is another matter: here every sum is 0. */
  private static NoteAck ack(OpenJournal open, long epoch, Map<DeltaClass, SequenceSet> held) {
    Map<DeltaClass, Holding> classes = new EnumMap<>(DeltaClass.class);
    held.forEach((deltaClass, set) ->
        classes.put(deltaClass, new Holding(set, SequenceSet.EMPTY, MultisetHash.EMPTY)));
    Incarnation life = open.box.identity().incarnation();
    AckCheck check =
        new AckCheck(life, open.box.outbox(), (deltaClass, ranges) -> MultisetHash.EMPTY);
    AckCheck.Result.Believed believed =
        assertInstanceOf(
            AckCheck.Result.Believed.class,
            check.check(
                new Verified<>(new Ack(life, UpstreamEpoch.of(epoch), epoch, true, classes))));
    return new NoteAck(believed.ack(), Session.NONE);
  }
}
