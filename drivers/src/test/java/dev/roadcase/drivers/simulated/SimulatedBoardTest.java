package dev.roadcase.drivers.simulated;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.roadcase.drivers.link.LinkReading.Carrier;
import dev.roadcase.drivers.modem.ModemReading;
import dev.roadcase.drivers.port.Reading;
import dev.roadcase.drivers.power.PowerReading;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class SimulatedBoardTest {
  private static final String OUTAGE =
      """
      name = "outage"
      [battery]
      capacity_wh = 60
      start_percent = 100
      charge_w = 30
      resistance_ohm = 0.1
      [start]
      mains = true
      draw_w = 12
      link = "wan"
      modem = "registered"
      [[event]]
      at = "1h"
      mains = false
      [[event]]
      at = "3h"
      draw_w = 6
      [[event]]
      at = "4h"
      mains = true
      """;

  private final AtomicLong clock = new AtomicLong(123_456_789L);

  @Example
  void theBatteryLosesTheEnergyThatIsDrawn() {
    SimulatedBoard board = board(OUTAGE);
    pass(Duration.ofHours(2));
    assertEquals(80, power(board).charge(), 1e-9);
    pass(Duration.ofHours(2));
    assertEquals(50, power(board).charge(), 1e-9);
  }

  @Example
  void mainsFillsTheBatteryAndThenStops() {
    SimulatedBoard board = board(OUTAGE);
    pass(Duration.ofMinutes(4 * 60 + 30));
    assertEquals(75, power(board).charge(), 1e-9);
    assertTrue(power(board).amps() > 0);
    pass(Duration.ofHours(10));
    assertEquals(100, power(board).charge(), 0);
    assertEquals(0, power(board).amps(), 0);
  }

  @Example
  void minutesToEmptyAreToldOnBatteryOnlyAndComeTrue() {
    SimulatedBoard board = board(OUTAGE.replace("at = \"4h\"", "at = \"400h\""));
    assertEquals(OptionalInt.empty(), power(board).minutesToEmpty());
    pass(Duration.ofHours(3));
    assertEquals(OptionalInt.of(6 * 60), power(board).minutesToEmpty());
    pass(Duration.ofMinutes(6 * 60 - 1));
    assertTrue(power(board).charge() > 0);
    pass(Duration.ofMinutes(1));
    assertEquals(0, power(board).charge(), 1e-9);
  }

  @Example
  void theVoltageSagsUnderLoadAndPowerIsVoltsTimesAmps() {
    SimulatedBoard board = board(OUTAGE);
    pass(Duration.ofMinutes(59));
    double atRest = power(board).volts();
    pass(Duration.ofMinutes(2));
    PowerReading loaded = power(board);
    assertTrue(loaded.volts() < atRest);
    assertTrue(loaded.amps() < 0);
    assertEquals(-12, loaded.volts() * loaded.amps(), 1e-6);
  }

  @Example
  void anHourPassesInAMinuteAtSpeed60() {
    SimulatedBoard board = board("speed = 60\n" + OUTAGE);
    pass(Duration.ofMinutes(2));
    assertEquals(80, power(board).charge(), 1e-9);
  }

  @Example
  void theShowDayLosesMainsFromSecond20ToSecond35() {
    SimulatedBoard board = new SimulatedBoard(Scenario.shipped("show-day"), clock::get);
    for (int second = 0; second <= 60; second++) {
      assertEquals(second < 20 || second >= 35, power(board).mains(), "second " + second);
      assertTrue(power(board).percent() > 25, "the box stays up");
      pass(Duration.ofSeconds(1));
    }
  }

  @Example
  void everyShippedScenarioCanBePlayed() {
    for (String name : Scenario.SHIPPED) {
      assertEquals(name, Scenario.shipped(name).name());
    }
  }

  @Example
  void aModemThatLostItsNetworkIsThereWithoutASignal() {
    SimulatedBoard board = board(OUTAGE);
    assertTrue(modem(board).registered());
    board.change("modem = \"lost\"");
    assertTrue(modem(board).present());
    assertFalse(modem(board).registered());
    assertEquals(OptionalInt.empty(), modem(board).signal());
    board.change("modem = \"roaming\"");
    assertTrue(modem(board).roaming());
    board.change("modem = \"absent\"");
    assertFalse(modem(board).present());
  }

  @Example
  void aGaugeThatIsSilentIsNotGuessed() {
    SimulatedBoard board = board(OUTAGE);
    board.change("gauge = \"silent\"");
    assertInstanceOf(Reading.Unknown.class, board.powerGauge().read());
    board.change("gauge = \"ok\"");
    assertInstanceOf(Reading.Known.class, board.powerGauge().read());
  }

  @Example
  void aLinkIsACarrierAndNothingMore() {
    SimulatedBoard board = board(OUTAGE);
    board.change("link = \"cellular\"");
    assertEquals(
        Carrier.CELLULAR,
        board.linkProbe().read()
                instanceof Reading.Known<?>(dev.roadcase.drivers.link.LinkReading link)
            ? link.carrier()
            : null);
  }

  @Example
  void aClockThatStepsBackDoesNotTurnTheStoryBack() {
    SimulatedBoard board = board(OUTAGE);
    pass(Duration.ofHours(2));
    double charge = power(board).charge();
    pass(Duration.ofHours(-1));
    assertEquals(charge, power(board).charge(), 0);
  }

  @Property(tries = 200)
  void theChargeDoesNotDependOnHowOftenAnybodyLooks(
      @ForAll @Size(min = 1, max = 40)
          java.util.List<@IntRange(min = 1, max = 2000) Integer> looks) {
    AtomicLong often = new AtomicLong();
    AtomicLong once = new AtomicLong();
    SimulatedBoard watched = new SimulatedBoard(Scenario.parse(OUTAGE), often::get);
    SimulatedBoard alone = new SimulatedBoard(Scenario.parse(OUTAGE), once::get);
    for (int seconds : looks) {
      often.addAndGet(Duration.ofSeconds(seconds).toNanos());
      watched.powerGauge().read();
    }
    once.set(often.get());
    assertEquals(known(alone).charge(), known(watched).charge(), 1e-6);
  }

  @Property(tries = 300)
  void theChargeStaysWithin0And100(
      @ForAll @Size(max = 30) java.util.List<@IntRange(min = 0, max = 40_000) Integer> waits,
      @ForAll @DoubleRange(min = 0, max = 100) double start,
      @ForAll @IntRange(min = 1, max = 200) int draw) {
    AtomicLong time = new AtomicLong();
    String text =
        """
        name = "any"
        [battery]
        capacity_wh = 60
        start_percent = %s
        charge_w = 100
        [start]
        mains = false
        draw_w = %d
        """
            .formatted(java.math.BigDecimal.valueOf(start).toPlainString(), draw);
    SimulatedBoard board = new SimulatedBoard(Scenario.parse(text), time::get);
    boolean mains = false;
    for (int seconds : waits) {
      time.addAndGet(Duration.ofSeconds(seconds).toNanos());
      PowerReading reading = known(board);
      assertTrue(reading.charge() >= 0 && reading.charge() <= 100);
      assertTrue(reading.percent() >= 0 && reading.percent() <= 100);
      mains = !mains;
      board.change("mains = " + mains);
    }
  }

  private SimulatedBoard board(String toml) {
    return new SimulatedBoard(Scenario.parse(toml), clock::get);
  }

  private void pass(Duration time) {
    clock.addAndGet(time.toNanos());
  }

  private static PowerReading power(SimulatedBoard board) {
    return known(board);
  }

  private static PowerReading known(SimulatedBoard board) {
    return board.powerGauge().read() instanceof Reading.Known<PowerReading>(PowerReading value)
        ? value
        : org.junit.jupiter.api.Assertions.fail("the gauge does not answer");
  }

  private static ModemReading modem(SimulatedBoard board) {
    return board.modem().read() instanceof Reading.Known<ModemReading>(ModemReading value)
        ? value
        : org.junit.jupiter.api.Assertions.fail("the modem does not answer");
  }
}
