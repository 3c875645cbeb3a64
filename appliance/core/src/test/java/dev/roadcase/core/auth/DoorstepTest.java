package dev.roadcase.core.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.roadcase.core.auth.PairingDesk.Poll;
import dev.roadcase.core.auth.PairingDesk.Request;
import dev.roadcase.core.auth.PairingDesk.Waiting;
import dev.roadcase.core.auth.TokenFact.TokensRefused;
import dev.roadcase.core.fact.Hash;
import dev.roadcase.core.identity.DeviceId;
import dev.roadcase.core.identity.PublicKey;
import dev.roadcase.core.identity.Role;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What stands in memory before the door: the desk, nonces, proofs, streams, refusals. */
class DoorstepTest {
  private static final PublicKey BOX = new PublicKey("E".repeat(43), "F".repeat(43));
  private static final PublicKey MINE = new PublicKey("A".repeat(43), "B".repeat(43));
  private static final PublicKey THIEF = new PublicKey("C".repeat(43), "D".repeat(43));
  private static final DeviceId TILL = new DeviceId("d-AAAAAAAAAAAAAAAA");
  private static final String CHANCE = "ABEiM0RVZneImaq7zN3u_w";
  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private final PairingDesk desk = new PairingDesk(BOX);
  private long now = 1_000 * SECOND;

  @Test
  void bothScreensShowTheSameDigitsAndTheCrewLetsIn() {
    Waiting waiting = ask(MINE, commitment(), "code").orElseThrow();
    assertEquals(Optional.empty(), waiting.digits(), "nothing to compare before the reveal");
    assertInstanceOf(Poll.Pending.class, desk.poll("code", MINE, CHANCE, later()));
    String shown = desk.waiting(now).getFirst().digits().orElseThrow();
    assertEquals(PairingDesk.digits(BOX, MINE, waiting.boxNonce(), CHANCE), shown);
    assertTrue(shown.matches("[0-9]{6}"));
    assertNotEquals(PairingDesk.digits(THIEF, MINE, waiting.boxNonce(), CHANCE), shown);
    assertNotEquals(PairingDesk.digits(BOX, THIEF, waiting.boxNonce(), CHANCE), shown);
    assertTrue(desk.decide(waiting.id(), true, now));
    Poll.Approved approved =
        assertInstanceOf(Poll.Approved.class, desk.poll("code", MINE, "", later()));
    assertEquals(shown, approved.waiting().digits().orElseThrow());
    desk.notRedeemed("code");
    assertInstanceOf(Poll.Approved.class, desk.poll("code", MINE, "", later()), "it went wrong");
  }

  @Test
  void whoRevealsSomethingElseIsTurnedAway() {
    ask(MINE, commitment(), "code");
    String other = "_BEiM0RVZneImaq7zN3u_w";
    assertInstanceOf(Poll.BadReveal.class, desk.poll("code", MINE, other, later()));
    assertInstanceOf(Poll.Denied.class, desk.poll("code", MINE, CHANCE, later()));
    assertEquals(List.of(), desk.waiting(now));
  }

  @Test
  void aRevealWithoutACommitmentOrTooShortIsNone() {
    ask(MINE, "", "code");
    assertInstanceOf(Poll.BadReveal.class, desk.poll("code", MINE, CHANCE, later()));
    ask(MINE, Hash.of(new byte[] {'0', '1'}).value(), "short");
    assertInstanceOf(Poll.BadReveal.class, desk.poll("short", MINE, "01", later()));
  }

  @Test
  void aDeviceCodeIsOfUseToItsOwnKeyAlone() {
    Waiting waiting = ask(MINE, commitment(), "code").orElseThrow();
    desk.decide(waiting.id(), true, now);
    assertInstanceOf(Poll.Expired.class, desk.poll("code", THIEF, "", later()));
    assertInstanceOf(Poll.Expired.class, desk.poll("other", MINE, "", later()));
    assertInstanceOf(Poll.Approved.class, desk.poll("code", MINE, "", later()));
  }

  @Test
  void whoAsksTooOftenIsToldSo() {
    ask(MINE, commitment(), "code");
    assertInstanceOf(Poll.Pending.class, desk.poll("code", MINE, CHANCE, later()));
    now += SECOND;
    assertInstanceOf(Poll.SlowDown.class, desk.poll("code", MINE, "", now));
  }

  @Test
  void afterTenMinutesOneAsksAgain() {
    Waiting waiting = ask(MINE, commitment(), "code").orElseThrow();
    now += PairingDesk.LIFE.toNanos() + 1;
    assertInstanceOf(Poll.Expired.class, desk.poll("code", MINE, "", now));
    assertFalse(desk.decide(waiting.id(), true, now));
  }

  @Test
  void aCrowdFromOneAddressKeepsNobodyElseOut() {
    for (int i = 0; i < PairingDesk.OF_ONE_ADDRESS; i++) {
      assertTrue(ask(THIEF, "", "x" + i, "10.0.0.66").isPresent());
    }
    assertEquals(Optional.empty(), ask(THIEF, "", "more", "10.0.0.66"));
    assertTrue(ask(MINE, "", "mine", "10.0.0.7").isPresent());
    for (int i = 0; i < PairingDesk.PLACES; i++) {
      ask(THIEF, "", "y" + i, "10.0.1." + i);
    }
    assertEquals(Optional.empty(), ask(THIEF, "", "last", "10.0.2.1"), "places are few");
  }

  @Test
  void whoHasHimselfTurnedAwayMakesRoom() {
    for (int i = 0; i < 10 * PairingDesk.PLACES; i++) {
      assertTrue(ask(THIEF, "", "x" + i, "10.0.0.66").isPresent());
      assertInstanceOf(Poll.BadReveal.class, desk.poll("x" + i, THIEF, CHANCE, now));
    }
    assertTrue(ask(MINE, commitment(), "mine", "10.0.0.7").isPresent());
    Waiting mine = desk.waiting(now).getFirst();
    desk.decide(mine.id(), true, now);
    for (int i = 0; i < 10 * PairingDesk.PLACES; i++) {
      ask(THIEF, "", "y" + i, "10.0.0.66");
      desk.poll("y" + i, THIEF, CHANCE, now);
    }
    assertInstanceOf(Poll.Approved.class, desk.poll("mine", MINE, "", later()), "he hears it");
  }

  @Test
  void whoBreaksHisWordUntilTheDigitsFitHasFewAttempts() {
    int attempts = 0;
    for (int i = 0; i < 10 * PairingDesk.PLACES; i++) {
      if (ask(THIEF, commitment(), "x" + i, "10.0.0.66").isPresent()) {
        attempts++;
        assertInstanceOf(Poll.BadReveal.class, desk.poll("x" + i, THIEF, "A".repeat(22), now));
        assertInstanceOf(Poll.Denied.class, desk.poll("x" + i, THIEF, CHANCE, later()));
      }
    }
    assertEquals(PairingDesk.OF_ONE_ADDRESS, attempts);
    assertTrue(ask(MINE, commitment(), "mine", "10.0.0.7").isPresent(), "others are not kept out");
    assertEquals(1, desk.waiting(now).size(), "and the crew sees those alone who wait");
  }

  @Test
  void aNonceCountsForItsKeyForItsWindowAndTheNext() {
    Nonces nonces = new Nonces(new byte[32]);
    long stream = 0xffff_1234_5678L;
    String nonce = nonces.make("jkt-1", stream, now);
    Nonces.Good good = nonces.read(nonce, "jkt-1", now).orElseThrow();
    assertEquals(stream, good.stream());
    assertTrue(good.newest());
    assertEquals(Optional.empty(), nonces.read(nonce, "jkt-2", now), "another key's");
    long next = now + Nonces.WINDOW.toNanos();
    assertFalse(nonces.read(nonce, "jkt-1", next).orElseThrow().newest());
    assertEquals(Optional.empty(), nonces.read(nonce, "jkt-1", next + Nonces.WINDOW.toNanos()));
    assertEquals(Optional.empty(), nonces.read(nonce, "jkt-1", now - Nonces.WINDOW.toNanos()));
    Nonces afterARestart = new Nonces(CHANCE.getBytes(StandardCharsets.US_ASCII));
    assertEquals(Optional.empty(), afterARestart.read(nonce, "jkt-1", now));
    for (String bad : List.of("", "!", nonce.substring(1), nonce + "A", "A".repeat(35))) {
      assertEquals(Optional.empty(), nonces.read(bad, "jkt-1", now), bad);
    }
  }

  @Test
  void aProofCountsOnceAndNobodyMakesRoomForAReplay() {
    ProofLog log = new ProofLog();
    assertEquals(ProofLog.Verdict.FRESH, log.note(7, 6, "k", "a"));
    assertEquals(ProofLog.Verdict.USED, log.note(7, 6, "k", "a"));
    assertEquals(ProofLog.Verdict.FRESH, log.note(7, 6, "other", "a"));
    for (int i = 1; i < ProofLog.OF_ONE_KEY; i++) {
      assertEquals(ProofLog.Verdict.FRESH, log.note(7, 6, "k", "b" + i));
    }
    assertEquals(ProofLog.Verdict.FULL, log.note(7, 6, "k", "one more"));
    assertEquals(ProofLog.Verdict.USED, log.note(7, 6, "k", "a"), "still known");
    assertEquals(ProofLog.Verdict.FRESH, log.note(8, 7, "k", "c"), "a new window has room");
    assertEquals(ProofLog.Verdict.USED, log.note(6, 7, "k", "z"), "an old one is over");
  }

  @Test
  void theProofLogIsBoundedInAllAsWell() {
    ProofLog log = new ProofLog();
    for (int i = 0; i < ProofLog.IN_ALL; i++) {
      assertEquals(ProofLog.Verdict.FRESH, log.note(1, 0, "k" + i % 64, "j" + i));
    }
    assertEquals(ProofLog.Verdict.FULL, log.note(1, 0, "fresh", "j"));
  }

  @Test
  void aSecondTabIsNoThiefAndAKeyInTwoPlacesIsAskedAbout() {
    Streams streams = new Streams();
    assertFalse(streams.note(TILL, 1, now));
    assertFalse(streams.note(TILL, 2, now), "loaded again");
    assertFalse(streams.note(TILL, 2, now));
    int asked = 0;
    for (int i = 0; i < 20; i++) {
      now += SECOND;
      if (streams.note(TILL, 1 + i % 2, now)) {
        asked++;
      }
    }
    assertEquals(1, asked, "once, and not again within the hour");
  }

  @Test
  void aTillThatRoamsSlowlyIsNotAskedAbout() {
    Streams streams = new Streams();
    for (int i = 0; i < 50; i++) {
      now += Duration.ofMinutes(3).toNanos();
      assertFalse(streams.note(TILL, 1 + i % 2, now));
    }
  }

  @Test
  void aFloodOfRefusalsIsTwoLinesAMinute() {
    RefusalBook book = new RefusalBook();
    int facts = 0;
    for (int i = 0; i < 60_000; i++) {
      facts += book.note("bad-proof", "", now).isPresent() ? 1 : 0;
      now += SECOND / 1000;
    }
    List<TokensRefused> due = book.due(now + 1);
    assertEquals(1, facts);
    assertEquals(List.of(new TokensRefused("bad-proof", "", 59_999)), due);
    assertEquals(List.of(), book.due(now + 2));
  }

  @Test
  void manyKindsOfRefusalShareOneLine() {
    RefusalBook book = new RefusalBook();
    for (int i = 0; i < 10_000; i++) {
      book.note("bad-proof", "d-" + i, now);
    }
    now += Duration.ofMinutes(2).toNanos();
    long counted = book.due(now).stream().mapToLong(TokensRefused::count).sum();
    assertEquals(10_000 - RefusalBook.KINDS - 1, counted, "none is lost");
  }

  @Test
  void anOldListAllowsLessAndNeverMore() {
    Staleness usual = Staleness.USUAL;
    assertEquals(100, usual.at(Duration.ofMinutes(14)).floorPercent());
    assertEquals(25, usual.at(Duration.ofMinutes(15)).floorPercent());
    assertTrue(usual.at(Duration.ofMinutes(239)).highRisk());
    assertFalse(usual.at(Duration.ofHours(4)).highRisk());
    assertTrue(usual.at(Duration.ofDays(3)).redeem());
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new Staleness(
                List.of(
                    new Staleness.Row(Duration.ZERO, 25, false, true),
                    new Staleness.Row(Duration.ofHours(1), 25, true, true))));
  }

  private long later() {
    now += 2 * SECOND;
    return now;
  }

  private Optional<Waiting> ask(PublicKey key, String commitment, String code) {
    return ask(key, commitment, code, "10.0.0.1");
  }

  private Optional<Waiting> ask(PublicKey key, String commitment, String code, String address) {
    Request request = new Request(key, Role.TILL, "Bar 1", "", commitment, address);
    return desk.ask(request, code, "id-" + code, "BCDF-GHJK", "abcd", now);
  }

  private static String commitment() {
    return Hash.of(CHANCE.getBytes(StandardCharsets.US_ASCII)).value();
  }
}
