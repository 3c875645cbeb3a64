package dev.roadcase.core.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.roadcase.core.fact.Decision;
import dev.roadcase.core.fact.Entry;
import dev.roadcase.core.fact.Fact;
import dev.roadcase.core.fact.FactBody;
import dev.roadcase.core.fact.Hash;
import dev.roadcase.core.fact.Hlc;
import dev.roadcase.core.fact.Mode;
import dev.roadcase.core.fact.Now;
import dev.roadcase.core.identity.DeviceId;
import dev.roadcase.core.identity.Incarnation;
import dev.roadcase.core.identity.KitId;
import dev.roadcase.core.identity.PublicKey;
import dev.roadcase.core.identity.Role;
import dev.roadcase.core.identity.Verified;
import dev.roadcase.core.sale.DeviceSequence;
import dev.roadcase.core.sale.ReceiptToken;
import dev.roadcase.core.sale.SaleFact;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DevicesTest {
  private static final PublicKey MINE = new PublicKey("A".repeat(43), "B".repeat(43));
  private static final PublicKey THIEF = new PublicKey("C".repeat(43), "D".repeat(43));
  private Devices devices = new Devices(Mode.LIVE);
  private Mode mode = Mode.LIVE;
  private String boot = "boot-1";
  private long seconds;
  private long position;

  @Test
  void aCodeOpensTheDoorOnceToOneKey() {
    offer("CODE");
    assertInstanceOf(PairOutcome.Paired.class, pair("CODE", MINE));
    assertEquals(new PairOutcome.CodeUsed(), pair("CODE", THIEF));
    assertTrue(devices.active(DeviceId.of(MINE)));
    assertFalse(devices.active(DeviceId.of(THIEF)));
  }

  @Test
  void theSameKeyMayAskAgainBecauseItsAnswerGotLost() {
    offer("CODE");
    pair("CODE", MINE);
    seconds += 60;
    assertTrue(((PairOutcome.Paired) pair("CODE", MINE)).again());
    seconds += Devices.CODE_LIFE.toSeconds();
    assertEquals(new PairOutcome.CodeUsed(), pair("CODE", MINE), "a code is no key for ever");
  }

  @Test
  void aCodeDiesAfterTenMinutesAndWithTheBoot() {
    offer("OLD");
    seconds += Devices.CODE_LIFE.toSeconds() + 1;
    assertEquals(new PairOutcome.CodeExpired(), pair("OLD", MINE));
    offer("NEW");
    boot = "boot-2";
    assertEquals(new PairOutcome.CodeExpired(), pair("NEW", MINE));
  }

  @Test
  void guessingIsSlowAndWaitingHelps() {
    for (int i = 0; i < Devices.TRIES; i++) {
      assertEquals(new PairOutcome.CodeUnknown(), pair("WRONG" + i, THIEF));
    }
    assertInstanceOf(PairOutcome.TooManyTries.class, pair("WRONG", THIEF));
    seconds += Devices.TRY_WINDOW.toSeconds() + 1;
    assertEquals(new PairOutcome.CodeUnknown(), pair("WRONG", THIEF));
  }

  @Test
  void whoTypesNonsenseAllDayKeepsNobodyOutAndWritesNoBook() {
    for (int i = 0; i < 1_000; i++) {
      pair("WRONG" + i, THIEF);
    }
    assertEquals(Devices.TRIES, position, "facts");
    offer("CODE");
    assertInstanceOf(PairOutcome.Paired.class, pair("CODE", MINE));
    assertInstanceOf(PairOutcome.TooManyTries.class, pair("CODE", THIEF), "nor does he hear of it");
  }

  @Test
  void theCountOfWrongCodesSurvivesARestart() {
    for (int i = 0; i < Devices.TRIES; i++) {
      pair("WRONG" + i, THIEF);
    }
    devices.publish();
    Devices restarted = new Devices(Mode.LIVE);
    restarted.restore(devices.state());
    devices = restarted;
    assertInstanceOf(PairOutcome.TooManyTries.class, pair("WRONG", THIEF));
  }

  @Test
  void aRevokedKeyStaysOut() {
    offer("ONE");
    pair("ONE", MINE);
    apply(devices.revoke(DeviceId.of(MINE), "lost"));
    assertFalse(devices.active(DeviceId.of(MINE)));
    offer("TWO");
    assertEquals(new PairOutcome.KeyRevoked(), pair("TWO", MINE));
    assertFalse(devices.revoke(DeviceId.of(MINE), "again").outcome());
  }

  @Test
  void aFreshCodeDoesNotLiftASuspension() {
    offer("ONE");
    pair("ONE", MINE);
    DeviceId id = DeviceId.of(MINE);
    apply(
        Decision.of(
            true,
            new SaleFact.SequenceReused(
                new DeviceSequence(id, 1),
                ReceiptToken.of(new byte[1]),
                ReceiptToken.of(new byte[2]))));
    offer("TWO");
    assertEquals(new PairOutcome.KeySuspended(), pair("TWO", MINE));
    assertEquals(
        new PairOutcome.KeySuspended(),
        devices.admit(MINE, Role.TILL, "again", "").outcome(),
        "nor does the crew's yes to somebody who waits");
    assertFalse(devices.active(id));
    assertTrue(apply(devices.resume(id)));
    assertTrue(devices.active(id));
  }

  @Test
  void tillsOfTheRehearsalStayPairedForTheShowAndThoseOfADemoDoNot() {
    mode = Mode.REHEARSAL;
    offer("CODE");
    pair("CODE", MINE);
    assertTrue(devices.active(DeviceId.of(MINE)));
    mode = Mode.DEMO;
    offer("DEMO");
    pair("DEMO", THIEF);
    assertFalse(devices.active(DeviceId.of(THIEF)));
  }

  @Test
  void aKeyThatIsInUseTwiceIsAskedAboutAndWorksMeanwhile() {
    offer("CODE");
    pair("CODE", MINE);
    DeviceId id = DeviceId.of(MINE);
    apply(Decision.of(true, new DeviceFact.CloneSuspected(id)));
    devices.publish();
    assertTrue(devices.active(id));
    assertTrue(devices.published(id).twoPlaces());
    assertTrue(apply(devices.resume(id)), "the crew says that all is well");
    devices.publish();
    assertFalse(devices.published(id).twoPlaces());
    assertFalse(apply(devices.resume(id)), "nothing is in doubt any more");
  }

  @Test
  void nothingIsInDoubtAboutWhoWasPutOut() {
    offer("CODE");
    pair("CODE", MINE);
    DeviceId id = DeviceId.of(MINE);
    apply(Decision.of(true, new DeviceFact.CloneSuspected(id)));
    apply(devices.revoke(id, "lost"));
    apply(Decision.of(true, new DeviceFact.CloneSuspected(id)));
    devices.publish();
    assertFalse(devices.published(id).twoPlaces());
    assertFalse(apply(devices.resume(id)));
    assertTrue(devices.published(id).revoked());
  }

  private void offer(String code) {
    apply(devices.offer(code, Role.TILL, false, now()));
  }

  private PairOutcome pair(String code, PublicKey key) {
    return apply(devices.pair(new Verified<>(new PairingRequest(code, key, "a till")), now()));
  }

  private <O> O apply(Decision<O> decision) {
    for (FactBody body : decision.facts()) {
      position++;
      devices.apply(
          new Entry(
              position,
              new Fact(
                  new KitId("kit-1"),
                  new Incarnation("0123456789abcdef"),
                  position,
                  Hash.NONE,
                  0,
                  "c",
                  now(),
                  Hlc.ZERO,
                  mode,
                  body),
              new byte[0],
              Hash.NONE));
    }
    return decision.outcome();
  }

  private Now now() {
    return new Now(boot, Duration.ofSeconds(seconds + 1).toNanos(), 1, 1, 1);
  }
}
