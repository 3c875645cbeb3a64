package dev.roadcase.core.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.roadcase.core.audit.AuditFact.TreeHeadSigned;
import dev.roadcase.core.auth.DeviceFact.PairingFailed;
import dev.roadcase.core.auth.TokenFact;
import dev.roadcase.core.auth.TokenFact.TokenRevoked;
import dev.roadcase.core.fact.BoxFact.BoxStopped;
import dev.roadcase.core.fact.Entry;
import dev.roadcase.core.fact.Fact;
import dev.roadcase.core.fact.FactBody;
import dev.roadcase.core.fact.Hash;
import dev.roadcase.core.fact.Hlc;
import dev.roadcase.core.fact.Mode;
import dev.roadcase.core.fact.Now;
import dev.roadcase.core.identity.ClientId;
import dev.roadcase.core.identity.Incarnation;
import dev.roadcase.core.identity.KitId;
import dev.roadcase.core.power.PowerFact.PowerChanged;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** When a head is written down, and what it stands for. */
class SiteTreeTest {
  private static final FactBody P0 = new TokenRevoked(1, new ClientId("c-weather"), "lost");
  private static final FactBody P1 = new TokenFact.EpochBegan(2);
  private static final FactBody P2 = new PowerChanged(true, 90, -1);
  private static final FactBody PRIVATE = new PairingFailed();

  private final SiteTree tree = new SiteTree();
  private String boot = "boot-1";
  private long nanos = 1;
  private long lo = 1_795_000_000_000L;
  private long position;

  @Test
  void anIdleBoxWritesNone() {
    pass(Duration.ofDays(1));
    assertEquals(Optional.empty(), anchored());
    write(PRIVATE);
    pass(Duration.ofDays(1));
    assertEquals(Optional.empty(), anchored());
  }

  @Test
  void theFirstGoesWithTheNextThatTravelsInItsClass() {
    write(P1);
    assertTrue(anchored().isPresent());
  }

  @Test
  void afterAMinuteItGoesWithoutCompany() {
    write(P0);
    write(P2);
    pass(Anchoring.PATIENCE.minusNanos(1));
    assertEquals(Optional.empty(), anchored());
    pass(Duration.ofNanos(1));
    assertTrue(anchored().isPresent());
  }

  @Test
  void aHeadIsNoReasonForAnother() {
    write(P1);
    anchored();
    pass(Duration.ofDays(1));
    assertEquals(Optional.empty(), anchored());
  }

  @Test
  void thereAreNeverTwoInAMinute() {
    write(P1);
    anchored();
    for (int i = 0; i < 59; i++) {
      pass(Duration.ofSeconds(1));
      write(P1);
      assertEquals(Optional.empty(), anchored());
    }
    pass(Duration.ofSeconds(1));
    assertTrue(anchored().isPresent());
  }

  @Test
  void afterARestartItIsLongEnough() {
    write(P1);
    anchored();
    write(P0);
    boot = "boot-2";
    nanos = 1;
    assertTrue(anchored().isPresent());
  }

  @Test
  void aBoxThatStopsLeavesTheNewestUnlessThereIsNone() {
    write(P1);
    anchored();
    assertEquals(Optional.empty(), tree.anchor(SiteTreeTest::sign, true, now()));
    write(P2);
    assertTrue(tree.anchor(SiteTreeTest::sign, true, now()).isPresent());
  }

  @Test
  void aHeadStandsForAllFactsBeforeItAndIsALeafItself() {
    write(P1);
    write(PRIVATE);
    write(P2);
    TreeHeadSigned head = anchored().orElseThrow();
    MerkleTree before = MerkleTree.EMPTY.plus(bytes(P1)).plus(bytes(P2));
    assertEquals(2, head.size());
    assertEquals(before.head().root(), head.root());
    assertEquals("signed " + before.head().root().value() + " at " + lo, head.jwt());
    assertEquals(before.plus(bytes(head)).head(), tree.head());
  }

  @Test
  void whatTheDiskDidNotTakeIsNoLeaf() {
    write(P1);
    TreeHead before = tree.head();
    tree.apply(entry(P1));
    assertEquals(before, tree.head());
    tree.discard();
    tree.publish();
    assertEquals(before, tree.head());
    assertEquals(1, tree.size());
  }

  @Test
  void aSnapshotGoesOnAsTheFactsWould() {
    write(P1);
    anchored();
    write(P0);
    SiteTree other = new SiteTree();
    other.restore(tree.state());
    assertEquals(tree.head(), other.head());
    assertFalse(other.due(now()));
    pass(Anchoring.PATIENCE);
    assertTrue(other.due(now()));
    Entry next = entry(new BoxStopped("asked to"));
    for (SiteTree each : new SiteTree[] {tree, other}) {
      each.apply(next);
      each.publish();
    }
    assertEquals(tree.head(), other.head());
    assertEquals(tree.state(), other.state());
  }

  private Optional<TreeHeadSigned> anchored() {
    Optional<TreeHeadSigned> head = tree.anchor(SiteTreeTest::sign, false, now());
    assertEquals(tree.due(now()), head.isPresent());
    head.ifPresent(this::write);
    return head;
  }

  private static String sign(TreeHead head, long lo) {
    return "signed " + head.root().value() + " at " + lo;
  }

  private void write(FactBody body) {
    tree.apply(entry(body));
    tree.publish();
  }

  private void pass(Duration time) {
    nanos += time.toNanos();
    lo += time.toMillis();
  }

  private Now now() {
    return new Now(boot, nanos, lo, Now.OPEN, lo);
  }

  private static byte[] bytes(FactBody body) {
    return body.toString().getBytes(StandardCharsets.UTF_8);
  }

  private Entry entry(FactBody body) {
    Fact fact =
        new Fact(
            new KitId("kit-1"),
            new Incarnation("0123456789abcdef"),
            ++position,
            Hash.NONE,
            0,
            "c",
            now(),
            Hlc.ZERO,
            Mode.LIVE,
            body);
    return new Entry(position, fact, bytes(body), Hash.NONE);
  }
}
