package dev.roadcase.app.box;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.roadcase.app.box.MeshCommand.PeerFacts;
import dev.roadcase.app.box.MeshCommand.TakePeerFacts;
import dev.roadcase.app.box.PeerOutcome.Refused;
import dev.roadcase.app.box.PeerOutcome.Taken;
import dev.roadcase.app.box.PeerOutcome.Why;
import dev.roadcase.core.fact.DeltaClass;
import dev.roadcase.core.fact.Entry;
import dev.roadcase.core.fact.FactCodec;
import dev.roadcase.core.fact.Hash;
import dev.roadcase.core.fact.Mode;
import dev.roadcase.core.fact.Now;
import dev.roadcase.core.fact.PeerChains;
import dev.roadcase.core.fact.PeerFact;
import dev.roadcase.core.fact.UnreadFact;
import dev.roadcase.core.identity.FleetId;
import dev.roadcase.core.identity.Incarnation;
import dev.roadcase.core.identity.KitId;
import dev.roadcase.core.identity.Verified;
import dev.roadcase.wire.fact.FactJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a peer may bring, and what not. */
class TakePeerFactsTest {
  private static final FleetId ACME = new FleetId("acme");
  private static final KitId OURS = new KitId("kit-1");
  private static final KitId PEER = new KitId("kit-2");
  private static final long NOON = 1_795_000_000_000L;
  private static final FactCodec CODEC =
      new FactJson(id -> {
        throw new IllegalArgumentException("no packs here");
      });

  private final Box box = box(OURS, "0123456789abcdef");
  private final Box peer = box(PEER, "fedcba9876543210");
  private long at = NOON;

  @Test
  void whatFollowsIsTakenAndNothingOfItIsOurs() {
    List<PeerFact> facts = written(peer, 3);
    assertEquals(new Taken(3, 4, false), take(facts));
    assertEquals(3, box.heads().published().position());
    assertEquals(3, box.peers().published().getFirst().seq());
    assertEquals(0, box.outbox().published(DeltaClass.P0).highest(), "it is not ours to send");
    assertEquals(0, box.tree().state().tree().size(), "it is not ours to vouch for");
    Entry ours = decided(box, new LifeCommand.Stop("ours")).getFirst();
    assertEquals(1, ours.fact().seq());
    assertEquals(4, ours.position());
  }

  @Test
  void whatIsHereAlreadyIsPassedOver() {
    List<PeerFact> facts = written(peer, 3);
    take(facts.subList(0, 2));
    assertEquals(new Taken(1, 4, false), take(facts));
    assertEquals(new Taken(0, 4, false), take(facts));
    assertEquals(3, box.heads().published().position());
  }

  @Test
  void aGapIsNamedAndWhatIsBeforeItIsTaken() {
    List<PeerFact> facts = written(peer, 4);
    assertEquals(new Taken(0, 1, true), take(facts.subList(1, 2)));
    assertEquals(new Taken(1, 2, true), take(List.of(facts.get(0), facts.get(2), facts.get(3))));
    assertEquals(new Taken(3, 5, false), take(facts));
  }

  @Test
  void aLogThatWasWrittenTwiceIsAFork() {
    List<PeerFact> facts = written(peer, 2);
    take(facts);
    Box copy = box(PEER, "fedcba9876543210");
    at += 7_000;
    List<PeerFact> others = written(copy, 3);
    assertEquals(new Refused(Why.FORK, 2), take(others.subList(1, 2)), "another at its end");
    assertEquals(new Refused(Why.FORK, 3), take(others.subList(2, 3)), "another before it");
    assertEquals(2, box.peers().published().getFirst().seq());
  }

  @Test
  void ourOwnNameAnotherFleetsAndAThirdKitsAreRefused() {
    List<PeerFact> facts = written(peer, 1);
    assertEquals(
        new Refused(Why.OUR_OWN_NAME, 0),
        take(ACME, OURS, written(box(OURS, "00112233aabbccdd"), 1)));
    assertEquals(new Refused(Why.OTHER_FLEET, 0), take(new FleetId("other"), PEER, facts));
    assertEquals(new Refused(Why.OTHER_KIT, 1), take(ACME, new KitId("kit-3"), facts));
    assertEquals(List.of(), box.peers().published());
  }

  @Test
  void aDateThatCannotBeIsRefused() {
    at += 3_600_000;
    List<PeerFact> facts = written(peer, 1);
    at -= 3_600_000;
    assertEquals(new Refused(Why.FROM_THE_FUTURE, 1), take(facts));
  }

  @Test
  void aPeerThatWasAdoptedGoesOnWithItsChain() {
    take(written(peer, 2));
    Box adopted = box(PEER, "fedcba9876543211");
    peersEntries.forEach(adopted::replay);
    adopted.publish();
    List<PeerFact> more =
        facts(decided(adopted, new LifeCommand.Adopt(new Incarnation("fedcba9876543210"))));
    assertEquals(new Taken(1, 4, false), take(more));
    assertEquals(1, box.peers().published().size());
    assertEquals(
        new Incarnation("fedcba9876543211"), box.peers().published().getFirst().lives().getLast());
    assertEquals(new Taken(0, 4, false), take(facts(peersEntries)), "the former life is known");
    assertEquals(
        new Refused(Why.FORK, 4), take(written(peer, 2).subList(1, 2)), "and goes on beside it");
  }

  @Test
  void aTypeOfALaterReleaseKeepsItsPlaceInTheChain() {
    List<PeerFact> facts = written(peer, 1);
    String later =
        new String(facts.getFirst().bytes(), StandardCharsets.UTF_8)
            .replace("\"box-stopped\"", "\"box-danced\"");
    PeerFact danced = peerFact(later.getBytes(StandardCharsets.UTF_8));
    assertEquals(new Taken(1, 2, false), take(List.of(danced)));
    assertEquals("box-danced", ((UnreadFact) danced.fact().body()).type().word());
    assertEquals(List.of("box-danced/1"), ((PeerChains.State) part()).unread());
    String version =
        new String(facts.getFirst().bytes(), StandardCharsets.UTF_8)
            .replace("\"ver\":1", "\"ver\":9");
    assertEquals(9, peerFact(version.getBytes(StandardCharsets.UTF_8)).fact().type().version());
  }

  /** Written by a release that knew less: the facts are to be read again. */
  @Test
  void aSnapshotThatPassedOverWhatIsKnownNowIsRefused() {
    var passed = new PeerChains.State(List.of(), List.of("sale-taken/1"));
    assertThrows(IllegalArgumentException.class, () -> box.peers().restore(passed));
    box.peers().restore(new PeerChains.State(List.of(), List.of("box-danced/1")));
  }

  @Test
  void whatDoesNotLeaveItsBoxIsNoPeersFact() {
    String site = new String(written(peer, 1).getFirst().bytes(), StandardCharsets.UTF_8);
    for (String line :
        List.of(
            site.replace("\"chain\":\"site\"", "\"chain\":\"private\""),
            site.replace("\"ver\":1", "\"ver\":4294967296"),
            site.replace("\"ver\":1", "\"ver\":0"),
            site.replace("\"type\":\"box-stopped\"", "\"type\":\"pairing-failed\""))) {
      assertThrows(
          IllegalArgumentException.class,
          () -> CODEC.decodePeer(line.getBytes(StandardCharsets.UTF_8)));
    }
  }

  private final List<Entry> peersEntries = new ArrayList<>();

  private Object part() {
    return box.snapshotParts().stream()
        .filter(part -> part.name().equals("peers"))
        .findFirst()
        .orElseThrow()
        .state()
        .get();
  }

  private List<PeerFact> written(Box by, int count) {
    List<PeerFact> facts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      List<Entry> entries = decided(by, new LifeCommand.Stop("one " + i));
      if (by == peer) {
        peersEntries.addAll(entries);
      }
      facts.addAll(facts(entries));
    }
    return facts;
  }

  private static List<PeerFact> facts(List<Entry> entries) {
    return entries.stream().map(entry -> peerFact(entry.bytes())).toList();
  }

  private static PeerFact peerFact(byte[] bytes) {
    return new PeerFact(CODEC.decodePeer(bytes), bytes, Hash.of(bytes));
  }

  private List<Entry> decided(Box by, Command<?> command) {
    List<Entry> entries = by.decide(now(), command).entries();
    by.publish();
    return entries;
  }

  private PeerOutcome take(List<PeerFact> facts) {
    return take(ACME, PEER, facts);
  }

  private PeerOutcome take(FleetId fleet, KitId kit, List<PeerFact> facts) {
    PeerOutcome outcome =
        box.decide(now(), new TakePeerFacts(new Verified<>(new PeerFacts(fleet, kit, facts))))
            .outcome();
    box.publish();
    return outcome;
  }

  private Now now() {
    at += 10;
    return new Now("boot", at * 1_000_000, at - 1_000, at + 1_000, at);
  }

  private static Box box(KitId kit, String incarnation) {
    return new Box(new Box.Identity(ACME, kit, new Incarnation(incarnation), Mode.LIVE), CODEC);
  }
}
