package dev.roadcase.wire.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.roadcase.core.audit.AuditFact.TreeHeadSigned;
import dev.roadcase.core.audit.MerkleTree;
import dev.roadcase.core.audit.TreeHead;
import dev.roadcase.core.fact.Hash;
import dev.roadcase.core.identity.Incarnation;
import dev.roadcase.core.power.PowerFact.PowerChanged;
import dev.roadcase.wire.jws.SigningKey;
import dev.roadcase.wire.log.Verdict.Broken;
import dev.roadcase.wire.log.Verdict.Fault;
import dev.roadcase.wire.log.Verdict.Whole;
import dev.roadcase.wire.token.TreeHeadToken;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * What is done to a log of 200 facts with five tree heads, by somebody without the kit's key and by
 * somebody with it. Line n + 1 is sequence n.
 */
class TreeHeadsInLogsTest {
  private static final Scribe HONEST = new Scribe();
  private static final List<String> LINES = HONEST.lines();
  private static final PowerChanged LIE = new PowerChanged(true, 100, 7);
  private static final String SAYS_ROOT = "\"root\":\"";

  @Test
  void aLogSaysHowFarItIsVouchedFor() {
    Whole whole = whole(LINES);
    assertEquals(Scribe.FACTS, whole.records());
    assertEquals(5, whole.heads());
    assertEquals(199, whole.vouched());
  }

  @Test
  void behindTheLastHeadTheSignedEndAloneSpeaks() {
    Scribe shorter = new Scribe();
    shorter.facts = 190;
    Whole whole = whole(shorter.lines());
    assertEquals(190, whole.records());
    assertEquals(4, whole.heads());
    assertEquals(159, whole.vouched());
  }

  @Test
  void anyFlippedByteOfARecordIsFoundThere() {
    // All bytes of three records, one of them a head; three of each other.
    for (int seq = 1; seq <= Scribe.FACTS; seq++) {
      boolean all = List.of(1, 41, 80).contains(seq);
      int length = LINES.get(seq).length() + 1;
      for (int at = all ? 0 : seq % 7; at < length; at += all ? 1 : length / 3 + 1) {
        byte[] log = SomeLog.bytes(LINES);
        int from = SomeLog.bytes(LINES.subList(0, seq)).length;
        log[from + at] ^= (byte) (1 << (at % 8));
        Broken broken = broken(log);
        assertEquals(Fault.CHANGED, broken.fault(), broken.why());
        assertEquals(seq, broken.seq(), broken.why());
        assertEquals(vouchedBefore(seq), broken.vouched());
      }
    }
  }

  @Test
  void anyDroppedRecordIsMissing() {
    for (int seq = 1; seq <= Scribe.FACTS; seq++) {
      List<String> lines = new ArrayList<>(LINES);
      lines.remove(seq);
      assertBroken(Fault.MISSING, seq, lines);
    }
  }

  @Test
  void anyTwoThatChangedPlacesAreNamed() {
    for (int seq = 1; seq < Scribe.FACTS; seq++) {
      List<String> lines = new ArrayList<>(LINES);
      lines.set(seq, LINES.get(seq + 1));
      lines.set(seq + 1, LINES.get(seq));
      assertBroken(Fault.MOVED, seq, lines);
    }
  }

  @Test
  void aLogThatWasCutSaysWhereAndHowMuchIsVouchedFor() {
    for (int kept = 0; kept < Scribe.FACTS; kept++) {
      Broken broken = broken(SomeLog.bytes(LINES.subList(0, kept + 1)));
      assertEquals(Fault.CUT, broken.fault());
      assertEquals(kept + 1, broken.seq());
      assertEquals(vouchedBefore(kept + 1), broken.vouched());
    }
  }

  /** Checks, previous hashes and sequences are made to fit; the signatures cannot be. */
  @Test
  void whatIsWrittenAnewWithoutTheKeyIsFoundByTheNextHead() {
    for (int seq = 1; seq <= Scribe.FACTS; seq++) {
      if (seq % Scribe.EVERY == 0) {
        continue;
      }
      Scribe liar = new Scribe();
      liar.heads.putAll(HONEST.heads);
      liar.instead.put(seq, LIE);
      assertFoundByTheNextHead(seq, Scribe.withTheEndOf(LINES, liar.lines()));
    }
  }

  @Test
  void whatIsLeftOutWithoutTheKeyIsFoundByTheNextHead() {
    for (int seq = 1; seq <= Scribe.FACTS; seq += 3) {
      Scribe liar = new Scribe();
      liar.facts = Scribe.FACTS - 1;
      for (int after = seq; after < Scribe.FACTS; after++) {
        TreeHeadSigned head = HONEST.heads.get(after + 1);
        liar.instead.put(after, head != null ? head : Scribe.usual(after + 1));
      }
      Broken broken = broken(SomeLog.bytes(Scribe.withTheEndOf(LINES, liar.lines())));
      assertTrue(broken.fault() == Fault.FORGED || broken.fault() == Fault.MISSING, broken.why());
      assertEquals(vouchedBefore(seq), broken.vouched(), broken.why());
    }
  }

  private static void assertFoundByTheNextHead(int seq, List<String> lines) {
    Broken broken = broken(SomeLog.bytes(lines));
    assertEquals(Fault.FORGED, broken.fault(), broken.why());
    int head = (seq / Scribe.EVERY + 1) * Scribe.EVERY;
    if (head <= Scribe.FACTS) {
      assertEquals(head, broken.seq(), broken.why());
      String where = "from sequence %d to %d was".formatted(vouchedBefore(seq) + 1, head - 1);
      assertTrue(broken.why().contains(where), broken.why());
    }
    assertEquals(vouchedBefore(seq), broken.vouched());
  }

  @Test
  void whoHasTheKeyIsFoundByAHeadThatSomebodyKept() {
    for (int seq = 1; seq <= Scribe.FACTS; seq += 13) {
      Scribe liar = new Scribe();
      liar.instead.put(seq, LIE);
      List<String> lines = liar.lines();
      assertEquals(Scribe.FACTS, whole(lines).records());
      for (int size : List.of(1, 40, 100, 199, 200)) {
        KeptHead kept = new KeptHead("a phone's", HONEST.given(size));
        Verdict verdict = verify(SomeLog.bytes(lines), kept);
        if (size < seq) {
          assertTrue(assertInstanceOf(Whole.class, verdict).vouched() >= size);
        } else {
          Broken broken = assertInstanceOf(Broken.class, verdict);
          assertEquals(Fault.FORKED, broken.fault(), broken.why());
          assertTrue(broken.why().contains("two histories: by a phone's"), broken.why());
        }
      }
    }
  }

  @Test
  void whoSetsTheBoxBackIsFoundByAHeadThatSomebodyKept() {
    Scribe shorter = new Scribe();
    shorter.facts = 150;
    List<String> lines = shorter.lines();
    Broken broken =
        assertInstanceOf(
            Broken.class,
            verify(SomeLog.bytes(lines), new KeptHead("a phone's", HONEST.given(151))));
    assertEquals(Fault.CUT, broken.fault());
    assertEquals(151, broken.seq());
    assertTrue(broken.why().contains("vouches for 151 facts"), broken.why());
    whole(lines, new KeptHead("a phone's", HONEST.given(150)));
  }

  @Test
  void twoHeadsOfOneSizeAreAForkWhateverTheLogSays() {
    Scribe liar = new Scribe();
    liar.instead.put(3, LIE);
    liar.lines();
    Broken broken =
        assertInstanceOf(
            Broken.class,
            verify(
                SomeLog.bytes(LINES),
                new KeptHead("the one", HONEST.given(100)),
                new KeptHead("the other", liar.given(100))));
    assertEquals(Fault.FORKED, broken.fault());
    assertTrue(broken.why().contains("the one and the other are heads of 100"), broken.why());
  }

  /** The kit is not accused of what somebody without its key has done. */
  @Test
  void aForgedLogIsNoForkThoughAKeptHeadDisagrees() {
    Scribe liar = new Scribe();
    liar.heads.putAll(HONEST.heads);
    liar.instead.put(5, LIE);
    List<String> lines = Scribe.withTheEndOf(LINES, liar.lines());
    Broken broken =
        assertInstanceOf(
            Broken.class, verify(SomeLog.bytes(lines), new KeptHead("a phone's", HONEST.given(7))));
    assertEquals(Fault.FORGED, broken.fault());
    assertTrue(broken.why().contains("Besides, by a phone's the first 7"), broken.why());
  }

  @Test
  void aHeadVouchesForExactlyWhatStandsBeforeIt() {
    TreeHeadSigned at40 = HONEST.heads.get(40);
    Scribe liar = new Scribe();
    // The head of 39 facts is repeated where 49 stand before it.
    liar.instead.put(50, at40);
    assertForgedAt(50, "of 39 facts, and 49 stand before it", liar.lines());
  }

  @Test
  void aHeadIsSignedByTheKitForThisLogAndSaysTheSameTwice() {
    TreeHeadSigned good = HONEST.heads.get(40);
    TreeHead head = new TreeHead(good.size(), good.root());
    Hash other = MerkleTree.EMPTY.head().root();
    SigningKey stranger = SigningKey.make(new SecureRandom());
    String again =
        new TreeHeadToken(new Incarnation("f".repeat(16)), head, 0).signedBy(SomeLog.KEY);
    Map.of(
            new TreeHeadSigned(39, other, good.jwt()),
            "the signature of another",
            new TreeHeadSigned(39, good.root(), again),
            "the signature of another",
            new TreeHeadSigned(39, good.root(), "e30.e30.AA"),
            "cannot be read",
            new TreeHeadSigned(
                39,
                good.root(),
                new TreeHeadToken(SomeLog.INCARNATION, head, 0).signedBy(stranger)),
            "kit-1 has not signed")
        .forEach((lie, why) -> {
          Scribe liar = new Scribe();
          liar.instead.put(40, lie);
          assertForgedAt(40, why, liar.lines());
        });
  }

  @Test
  void aHeadThatIsNotOfThisLogIsNoReasonToDoubtIt() {
    TreeHead head = new TreeHead(1, MerkleTree.EMPTY.head().root());
    SigningKey stranger = SigningKey.make(new SecureRandom());
    Map.of(
            new TreeHeadToken(SomeLog.INCARNATION, head, 0).signedBy(stranger),
            "is not signed by",
            new TreeHeadToken(new Incarnation("f".repeat(16)), head, 0).signedBy(SomeLog.KEY),
            "made anew",
            "hello",
            "is no tree head",
            LINES.getLast(),
            "is no tree head")
        .forEach((jwt, why) -> {
          KeptHead.Unusable unusable =
              assertThrows(
                  KeptHead.Unusable.class,
                  () -> verify(SomeLog.bytes(LINES), new KeptHead("a file", jwt)));
          assertTrue(String.valueOf(unusable.getMessage()).contains(why), unusable.getMessage());
        });
  }

  @Test
  void everyHeadThatWasGivenOutAgreesWithTheLog() {
    KeptHead[] all =
        IntStream.rangeClosed(1, Scribe.FACTS)
            .mapToObj(size -> new KeptHead("head of " + size, HONEST.given(size)))
            .toArray(KeptHead[]::new);
    assertEquals(Scribe.FACTS, whole(LINES, all).vouched());
  }

  /** What the box writes down is spelled for ever: a root that somebody can work out by hand. */
  @Test
  void aHeadInTheLogIsTheRootOfTheStoredBytes() {
    MerkleTree tree = MerkleTree.EMPTY;
    for (int seq = 1; seq < Scribe.EVERY; seq++) {
      tree = tree.plus(LINES.get(seq).split(" ", 3)[2].getBytes(StandardCharsets.UTF_8));
    }
    String line = LINES.get(Scribe.EVERY);
    int at = line.indexOf(SAYS_ROOT) + SAYS_ROOT.length();
    assertEquals(
        HexFormat.of().formatHex(tree.head().root().octets()),
        HexFormat.of().formatHex(new Hash(line.substring(at, at + 43)).octets()));
  }

  private static long vouchedBefore(int seq) {
    return seq <= Scribe.EVERY ? 0 : (seq - 1) / Scribe.EVERY * Scribe.EVERY - 1;
  }

  private static void assertForgedAt(int seq, String why, List<String> lines) {
    Broken broken = broken(SomeLog.bytes(lines));
    assertEquals(Fault.FORGED, broken.fault());
    assertEquals(seq, broken.seq());
    assertTrue(broken.why().contains(why), broken.why());
  }

  private static void assertBroken(Fault fault, int seq, List<String> lines) {
    Broken broken = broken(SomeLog.bytes(lines));
    assertEquals(fault, broken.fault(), broken.why());
    assertEquals(seq, broken.seq(), broken.why());
    assertEquals(vouchedBefore(seq), broken.vouched());
  }

  private static Whole whole(List<String> lines, KeptHead... against) {
    Verdict verdict = verify(SomeLog.bytes(lines), against);
    return assertInstanceOf(Whole.class, verdict, verdict.toString());
  }

  private static Broken broken(byte[] log) {
    return assertInstanceOf(Broken.class, verify(log));
  }

  private static Verdict verify(byte[] log, KeptHead... against) {
    try {
      return LogVerifier.verify(
          new ByteArrayInputStream(log), Optional.of(SomeLog.ROOT), Arrays.asList(against));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
