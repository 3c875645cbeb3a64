package dev.roadcase.core.departure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.roadcase.core.departure.Strike.Tally;
import java.util.List;
import org.junit.jupiter.api.Test;

class DepartureTest {

  @Test
  void anIdleCheckpointedBoxWithoutHoldsMayBeUnplugged() {
    assertEquals(new Unplug.Yes(), Unplug.of(0, 0, true));
  }

  @Test
  void eachOfTheThreeConditionsAloneKeepsItIn() {
    assertEquals(reasons(new Unplug.Reason.WriterBusy(3)), Unplug.of(3, 0, true));
    assertEquals(reasons(new Unplug.Reason.HoldsOpen(2)), Unplug.of(0, 2, true));
    assertEquals(reasons(new Unplug.Reason.NotCheckpointed()), Unplug.of(0, 0, false));
  }

  @Test
  void allReasonsAreTold() {
    assertEquals(
        reasons(
            new Unplug.Reason.HoldsOpen(1),
            new Unplug.Reason.WriterBusy(1),
            new Unplug.Reason.NotCheckpointed()),
        Unplug.of(1, 1, false));
  }

  @Test
  void everyP0AndP1FactReconciledOrExportedMeansStrike() {
    assertEquals(new Strike.Yes(), Strike.of(new Tally(0, 0, 0), new Tally(0, 0, 0), false));
    assertEquals(new Strike.Yes(), Strike.of(new Tally(40, 40, 0), new Tally(9, 2, 7), false));
  }

  @Test
  void oneFactThatIsOnlyHereKeepsTheShowUp() {
    assertEquals(
        new Strike.NotYet(List.of(new Strike.Reason.MoneyHere(1))),
        Strike.of(new Tally(40, 39, 0), new Tally(9, 9, 0), false));
    assertEquals(
        new Strike.NotYet(List.of(new Strike.Reason.RecordsHere(2))),
        Strike.of(new Tally(40, 30, 10), new Tally(9, 6, 1), false));
  }

  @Test
  void moneyIsNamedFirst() {
    assertEquals(
        new Strike.NotYet(
            List.of(new Strike.Reason.MoneyHere(12), new Strike.Reason.RecordsHere(3))),
        Strike.of(new Tally(12, 0, 0), new Tally(3, 0, 0), false));
  }

  @Test
  void anAckThatOvertakesTheCountIsNoDebtOfUpstream() {
    assertEquals(0, new Tally(5, 6, 0).onlyHere());
  }

  private static Unplug reasons(Unplug.Reason... reasons) {
    return new Unplug.NotYet(List.of(reasons));
  }
}
