package dev.roadcase.core.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.roadcase.core.identity.DeviceId;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PinsTest {
  private static final DeviceId TILL = new DeviceId("d-AAAAAAAAAAAAAAAA");
  private final Notebook book = new Notebook();
  private Pins pins = new Pins();

  @Test
  void fiveWrongOnesInARowAndThenOneHasToWait() {
    looks(TILL, 5);
    assertEquals(new PinTurn.Wait(61), attempt(TILL));
    book.pass(Duration.ofSeconds(60));
    assertEquals(new PinTurn.Look(), attempt(TILL));
    assertEquals(new PinTurn.Wait(121), attempt(TILL));
    book.pass(Duration.ofMinutes(2));
    assertEquals(new PinTurn.Look(), attempt(TILL));
    assertEquals(new PinTurn.Wait(241), attempt(TILL));
  }

  @Test
  void afterTenOnlyTheCrewHelps() {
    for (int i = 0; i < Pins.LOCKED_AFTER; i++) {
      assertEquals(new PinTurn.Look(), attempt(TILL));
      book.pass(Duration.ofMinutes(61));
    }
    assertEquals(new PinTurn.Locked(), attempt(TILL));
    assertTrue(pins.locked(TILL));
    book.pass(Duration.ofDays(30));
    assertEquals(new PinTurn.Locked(), attempt(TILL));
    assertTrue(book.write(pins.unlock(TILL), pins));
    assertEquals(new PinTurn.Look(), attempt(TILL));
  }

  @Test
  void aRightOneGivesTheTriesBackButNotTheDays() {
    for (int i = 0; i < Pins.A_DAY / 2; i++) {
      looks(TILL, 2);
      book.write(pins.passed(TILL, "anna"), pins);
    }
    PinTurn.Wait wait = assertInstanceOf(PinTurn.Wait.class, attempt(TILL));
    assertTrue(wait.seconds() > Duration.ofHours(23).toSeconds());
    book.pass(Duration.ofHours(24));
    assertEquals(new PinTurn.Look(), attempt(TILL));
  }

  @Test
  void theWholeBoxTakesSixtyAnHour() {
    for (int i = 0; i < Pins.AN_HOUR; i++) {
      assertEquals(new PinTurn.Look(), attempt(device(i)));
    }
    assertInstanceOf(PinTurn.Wait.class, attempt(device(200)));
    book.pass(Duration.ofHours(1));
    assertEquals(new PinTurn.Look(), attempt(device(200)));
  }

  @Test
  void pullingThePlugGivesNobodyAFurtherTry() {
    int looked = 0;
    for (int cut = 0; cut < 100; cut++) {
      if (attempt(TILL) instanceof PinTurn.Look) {
        looked++;
      }
      book.reboot("boot-" + cut);
      pins = book.replayed(new Pins());
    }
    assertEquals(Pins.FREE_TRIES, looked);
  }

  @Test
  void aTryThatIsOnlyAskedAboutTwiceIsCountedTwice() {
    assertEquals(1, pins.attempt(TILL, "anna", book.now()).facts().size());
    assertFalse(pins.locked(TILL));
    looks(TILL, 5);
    assertEquals(0, pins.attempt(TILL, "anna", book.now()).facts().size(), "a wait is no try");
  }

  @Test
  void aSnapshotKnowsTheTries() {
    looks(TILL, 5);
    Pins restored = new Pins();
    restored.restore(pins.state());
    assertEquals(pins.state(), restored.state());
    assertInstanceOf(PinTurn.Wait.class, restored.attempt(TILL, "anna", book.now()).outcome());
  }

  private void looks(DeviceId device, int times) {
    for (int i = 0; i < times; i++) {
      assertEquals(new PinTurn.Look(), attempt(device), "try " + (i + 1));
    }
  }

  private PinTurn attempt(DeviceId device) {
    return book.write(pins.attempt(device, "anna", book.now()), pins);
  }

  private static DeviceId device(int number) {
    return new DeviceId("d-%016d".formatted(number));
  }
}
