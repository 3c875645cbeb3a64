package dev.roadcase.core.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.roadcase.core.fact.BoxFact.BoxStopped;
import dev.roadcase.core.fact.DeltaClass;
import dev.roadcase.core.fact.Entry;
import dev.roadcase.core.fact.Fact;
import dev.roadcase.core.fact.FactBody;
import dev.roadcase.core.fact.Hash;
import dev.roadcase.core.fact.Hlc;
import dev.roadcase.core.fact.Mode;
import dev.roadcase.core.fact.MultisetHash;
import dev.roadcase.core.fact.Now;
import dev.roadcase.core.fact.Range;
import dev.roadcase.core.identity.Incarnation;
import dev.roadcase.core.identity.KitId;
import dev.roadcase.core.identity.UpstreamEpoch;
import dev.roadcase.core.identity.Verified;
import dev.roadcase.core.queue.AckCheck.Result;
import dev.roadcase.core.queue.UplinkFact.SetBackFound;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The rules of docs/set-back.md, one by one. */
class AckCheckTest {
  private static final Incarnation LIFE = Incarnation.born(1, 1);
  private static final DeltaClass P0 = DeltaClass.P0;
  private static final DeltaClass P3 = DeltaClass.P3;
  private static final UpstreamEpoch NEXT = UpstreamEpoch.of(2);

  private final Outbox outbox = new Outbox(LIFE);
  private long written;
  private long read;
  private final AckCheck check =
      new AckCheck(
          LIFE,
          outbox,
          (deltaClass, ranges) -> {
            read += SequenceSet.of(ranges).size();
            return Claims.sum(deltaClass, ranges);
          });

  @Test
  void theVeryFactsAreBelievedAndReadOnce() {
    write(10);
    assertEquals(SequenceSet.of(1, 4), believed(SequenceSet.of(1, 4)).held());
    Belief all = believed(SequenceSet.of(1, 10));
    assertEquals(SequenceSet.of(1, 10), all.held());
    assertEquals(Claims.sum(P0, List.of(new Range(1, 10))), all.sum());
    assertEquals(10, read);
    believed(SequenceSet.of(1, 10));
    assertEquals(10, read);
  }

  @Test
  void anAckOfTheFutureMeansThatTheFolderWasSetBack() {
    write(10);
    believed(SequenceSet.of(1, 6));
    assertEquals(new SetBackFound(P0, 12, 10, 6), setBack(ack(SequenceSet.of(1, 12))));
  }

  @Test
  void anotherSumMeansThatTheFolderWasSetBackThoughNothingIsOfTheFuture() {
    write(10);
    believed(SequenceSet.of(1, 4));
    MultisetHash others =
        Claims.sum(P0, List.of(new Range(1, 6))).plus(MultisetHash.of(Hash.of(new byte[] {7})));
    Holding holding = new Holding(SequenceSet.of(1, 7), SequenceSet.EMPTY, others);
    assertEquals(new SetBackFound(P0, 7, 10, 3), setBack(ack(holding)));
  }

  @Test
  void theSameSequencesWithAnotherSumAreEvidenceTooThoughTheyWereBelievedBefore() {
    write(10);
    believed(SequenceSet.of(1, 10));
    Holding holding =
        new Holding(
            SequenceSet.of(1, 10), SequenceSet.EMPTY, MultisetHash.of(Hash.of(new byte[] {7})));
    assertEquals(new SetBackFound(P0, 10, 10, 10), setBack(ack(holding)));
  }

  @Test
  void anOlderAckOfTheSameEpochTakesNothingBackAndIsHeldAgainstTheFactsAllTheSame() {
    write(10);
    believed(SequenceSet.of(1, 10));
    assertEquals(SequenceSet.of(1, 10), believed(SequenceSet.of(1, 3)).held());
    Holding wrong =
        new Holding(
            SequenceSet.of(1, 3), SequenceSet.EMPTY, Claims.sum(P0, List.of(new Range(1, 2))));
    setBack(ack(wrong));
  }

  @Test
  void whatIsDeadIsInNoSumAndIsNotHeldUntilItComesAlive() {
    write(10);
    SequenceSet dead = SequenceSet.of(3);
    Holding first =
        new Holding(
            SequenceSet.of(1, 5), dead, Claims.sum(P0, List.of(new Range(1, 2), new Range(4, 5))));
    Belief belief = believed(ack(first));
    assertEquals(new SequenceSet(2, List.of(new Range(4, 5))), belief.held());
    assertEquals(SequenceSet.of(1, 5), belief.taken());
    Belief alive = believed(SequenceSet.of(1, 5));
    assertEquals(SequenceSet.EMPTY, alive.dead());
    assertEquals(SequenceSet.of(1, 5), alive.held());
  }

  @Test
  void anotherEpochThatIsLiveCountsWhateverItsClockSays() {
    write(10);
    believed(SequenceSet.of(1, 10));
    Result.Believed anew = believe(Claims.ack(LIFE, NEXT, 0, true, held(SequenceSet.of(1, 3))));
    assertTrue(anew.ack().anew());
    assertEquals(SequenceSet.of(1, 3), anew.ack().belief(P0).held());
    assertEquals(Claims.sum(P0, List.of(new Range(1, 3))), anew.ack().belief(P0).sum());
  }

  @Test
  void anotherEpochThatTheBrokerRetainedCountsIfItWasIssuedLater() {
    write(10);
    believed(SequenceSet.of(1, 10));
    SequenceSet less = SequenceSet.of(1, 3);
    assertEquals(
        new Result.Outdated(NEXT), check.check(Claims.ack(LIFE, NEXT, 1, false, held(less))));
    Result.Believed anew = believe(Claims.ack(LIFE, NEXT, 2, false, held(less)));
    assertEquals(less, anew.ack().belief(P0).held());
  }

  @Test
  void anEmptyDatabaseHasNothingOfAnyClass() {
    write(10);
    believed(SequenceSet.of(1, 10));
    Result.Believed anew = believe(Claims.ack(LIFE, NEXT, 2, true, Map.of()));
    for (DeltaClass deltaClass : DeltaClass.values()) {
      assertEquals(Belief.NOTHING, anew.ack().belief(deltaClass));
    }
  }

  @Test
  void aFutureOfTelemetryIsNoEvidenceAndIsPassedOver() {
    write(2);
    Result.Believed believed =
        believe(Claims.ack(LIFE, Map.of(P0, SequenceSet.of(1, 2), P3, SequenceSet.of(1, 500))));
    assertEquals(List.of(P3), believed.ahead());
    assertEquals(SequenceSet.EMPTY, believed.ack().belief(P3).held());
    assertEquals(SequenceSet.of(1, 2), believed.ack().belief(P0).held());
  }

  @Test
  void anotherLifeIsAnothers() {
    Incarnation other = Incarnation.born(2, 2);
    assertEquals(new Result.OtherIncarnation(other), check.check(Claims.ack(other, Map.of())));
  }

  private Map<DeltaClass, SequenceSet> held(SequenceSet p0) {
    return Map.of(P0, p0);
  }

  private Verified<Ack> ack(SequenceSet p0) {
    return Claims.ack(LIFE, held(p0));
  }

  private static Verified<Ack> ack(Holding p0) {
    return new Verified<>(new Ack(LIFE, Claims.EPOCH, 1, true, Map.of(P0, p0)));
  }

  private Belief believed(SequenceSet p0) {
    return believed(ack(p0));
  }

  private Belief believed(Verified<Ack> ack) {
    return believe(ack).ack().belief(P0);
  }

  private Result.Believed believe(Verified<Ack> ack) {
    return assertInstanceOf(Result.Believed.class, check.check(ack));
  }

  private SetBackFound setBack(Verified<Ack> ack) {
    return assertInstanceOf(Result.IsSetBack.class, check.check(ack)).evidence();
  }

  private void write(int count) {
    for (int i = 0; i < count; i++) {
      written++;
      FactBody body = new BoxStopped("test");
      Fact fact =
          new Fact(
              new KitId("kit-4"),
              LIFE,
              written,
              Hash.NONE,
              written,
              "c",
              new Now("boot-1", 0, 0, Now.OPEN, 0),
              Hlc.ZERO,
              Mode.LIVE,
              body);
      outbox.apply(new Entry(written, fact, new byte[0], Hash.NONE));
    }
    outbox.publish();
  }
}
