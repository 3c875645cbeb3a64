package dev.roadcase.wire.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.roadcase.core.audit.AuditFact.TreeHeadSigned;
import dev.roadcase.core.audit.MerkleTree;
import dev.roadcase.core.audit.TreeHead;
import dev.roadcase.core.fact.BoxFact.IncarnationAdopted;
import dev.roadcase.core.fact.ChainHeads;
import dev.roadcase.core.fact.Entry;
import dev.roadcase.core.fact.FactBody;
import dev.roadcase.core.fact.Mode;
import dev.roadcase.core.fact.Now;
import dev.roadcase.core.identity.Incarnation;
import dev.roadcase.wire.fact.FactJson;
import dev.roadcase.wire.log.Verdict.Broken;
import dev.roadcase.wire.log.Verdict.Fault;
import dev.roadcase.wire.log.Verdict.Whole;
import dev.roadcase.wire.token.TreeHeadToken;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The log of a box that was set back and adopted: one chain under two incarnations. */
class AdoptedLogTest {
  private static final Incarnation FORMER = SomeLog.INCARNATION;
  private static final Incarnation NEXT = new Incarnation("fedcba9876543210");
  private static final Incarnation STRANGE = new Incarnation("00000000deadbeef");
  private static final int ADOPTED_AT = 30;
  private static final int FACTS = 60;

  /** What is written in place of the fact that adopts. */
  private FactBody adoption = new IncarnationAdopted(FORMER);

  private Incarnation present = NEXT;
  private List<Incarnation> former = List.of(FORMER);
  private String headBefore = "";

  @Test
  void oneChainUnderTwoIncarnationsIsWhole() {
    Whole whole = assertInstanceOf(Whole.class, verdict(log(), List.of()));
    assertEquals(FACTS, whole.records());
    assertEquals(6, whole.heads());
  }

  @Test
  void aHeadThatWasKeptBeforeTheAdoptionIsOneOfThisLog() {
    byte[] log = log();
    KeptHead kept = new KeptHead("kept.jwt", headBefore);
    assertInstanceOf(Whole.class, verdict(log, List.of(kept)));
  }

  @Test
  void anIncarnationThatNoFactAdoptsIsAForgery() {
    adoption = Scribe.usual(ADOPTED_AT);
    assertEquals(ADOPTED_AT, forged().seq());
  }

  @Test
  void anAdoptionOfAnotherLifeIsAForgery() {
    adoption = new IncarnationAdopted(STRANGE);
    assertEquals(ADOPTED_AT, forged().seq());
  }

  @Test
  void aLifeThatTheFirstLineDoesNotNameIsAnotherBoxs() {
    former = List.of();
    assertEquals(1, forged().seq());
  }

  @Test
  void aLifeThatTheFirstLineNamesAndTheLogNeverComesToIsAForgery() {
    adoption = Scribe.usual(ADOPTED_AT);
    present = FORMER;
    former = List.of(FORMER, STRANGE);
    forged();
  }

  private Broken forged() {
    Broken broken = assertInstanceOf(Broken.class, verdict(log(), List.of()));
    assertEquals(Fault.FORGED, broken.fault(), broken.why());
    return broken;
  }

  private static Verdict verdict(byte[] log, List<KeptHead> against) {
    try {
      return LogVerifier.verify(new ByteArrayInputStream(log), Optional.of(SomeLog.ROOT), against);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private byte[] log() {
    FactJson codec =
        new FactJson(id -> {
          throw new IllegalArgumentException("no pack " + id);
        });
    LogHeader plain = SomeLog.HEADER;
    LogHeader header =
        new LogHeader(
            plain.fleet(),
            plain.kit(),
            former.size() < 2 ? present : NEXT,
            former,
            plain.show(),
            plain.mode(),
            plain.chain());
    ChainHeads chain = new ChainHeads(SomeLog.KIT, FORMER, codec);
    Incarnation life = FORMER;
    MerkleTree tree = MerkleTree.EMPTY;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      LogWriter writer = new LogWriter(header, out);
      for (int seq = 1; seq <= FACTS; seq++) {
        if (seq == ADOPTED_AT) {
          ChainHeads after = new ChainHeads(SomeLog.KIT, present, codec);
          chain.publish();
          after.restore(chain.published());
          chain = after;
          life = present;
        }
        long at = SomeLog.BEGIN + seq * 1000L;
        FactBody body = seq == ADOPTED_AT ? adoption : body(seq, tree, life, at);
        Entry entry = chain.seal(new Now("boot", seq, at, at + 10, at), Mode.LIVE, "c" + seq, body);
        chain.apply(entry);
        tree = tree.plus(entry.bytes());
        writer.record(entry.position(), entry.bytes());
      }
      writer.end(SomeLog.KEY);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private FactBody body(int seq, MerkleTree tree, Incarnation life, long at) {
    if (seq % 10 != 5) {
      return Scribe.usual(seq);
    }
    TreeHead head = tree.head();
    String signed = new TreeHeadToken(life, head, at).signedBy(SomeLog.KEY);
    headBefore = seq < ADOPTED_AT ? signed : headBefore;
    return new TreeHeadSigned(head.size(), head.root(), signed);
  }
}
