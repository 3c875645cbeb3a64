package dev.roadcase.drivers.simulated;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.roadcase.drivers.port.Reading;
import dev.roadcase.drivers.power.PowerReading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlAndMemoryTest {
  private static final String DAY =
      """
      name = "day"
      [battery]
      capacity_wh = 60
      start_percent = 100
      charge_w = 30
      [start]
      mains = true
      draw_w = 12
      [[event]]
      at = "5h"
      draw_w = 6
      """;

  @TempDir Path folder;
  private final AtomicLong clock = new AtomicLong(1_000);

  @Test
  void anAppendedLinePullsTheMains() throws IOException {
    SimulatedBoard board = board();
    assertTrue(power(board).mains());
    append("mains = false\n");
    assertFalse(soon(board).mains());
    append("mains = true\n");
    assertTrue(soon(board).mains());
  }

  @Test
  void aLineCountsWhenItsEndIsThere() throws IOException {
    SimulatedBoard board = board();
    append("mains = fa");
    assertTrue(soon(board).mains());
    append("lse\n");
    assertFalse(soon(board).mains());
  }

  @Test
  void aLineThatMakesNoSenseIsPassedOver() throws IOException {
    SimulatedBoard board = board();
    append("maims = false\nmains = 3\n\nmains = false\n");
    assertFalse(soon(board).mains());
  }

  @Test
  void aControlFileThatIsBegunAnewIsReadFromItsBeginning() throws IOException {
    SimulatedBoard board = board();
    append("draw_w = 8\ndraw_w = 9\n");
    assertEquals(9, soon(board).watts());
    Files.writeString(folder.resolve(SimulatedBoard.CONTROL), "draw_w = 5\n");
    assertEquals(5, soon(board).watts());
  }

  @Test
  void aBatteryDoesNotFillUpBecauseItsBoxWasKilled() throws IOException {
    SimulatedBoard board = board();
    append("mains = false\n");
    soon(board);
    pass(Duration.ofHours(1));
    double before = power(board).charge();
    assertEquals(80, before, 0.1);

    // No close(): the box was killed. It is away for half an hour, on battery.
    pass(Duration.ofMinutes(30));
    SimulatedBoard again = board();

    assertFalse(power(again).mains());
    assertEquals(70, power(again).charge(), 0.6);
  }

  @Test
  void aLineCountsOnceAlsoAcrossARestart() throws IOException {
    SimulatedBoard board = board();
    append("draw_w = 9\n");
    assertEquals(9, soon(board).watts());
    board.change("draw_w = 7");
    SimulatedBoard again = board();
    assertEquals(7, soon(again).watts());
  }

  @Test
  void eventsThatHappenedWhileTheBoxWasAwayHaveHappened() {
    power(board());
    pass(Duration.ofHours(6));
    assertEquals(6, power(board()).watts());
  }

  @Test
  void anotherScenarioBeginsAnew() {
    SimulatedBoard board = board();
    board.change("mains = false");
    SimulatedBoard other =
        SimulatedBoard.in(folder, Scenario.parse(DAY + "\n# another\n"), clock::get);
    assertTrue(power(other).mains());
  }

  @Test
  void aTornMemoryIsForgotten() throws IOException {
    Files.writeString(folder.resolve(SimulatedBoard.MEMORY), "scenario = x\nelapsed = q");
    assertEquals(100, power(board()).percent());
  }

  @Test
  void afterARebootTheStoryGoesOnWhereItWas() {
    SimulatedBoard board = board();
    board.change("mains = false");
    pass(Duration.ofHours(1));
    board.close();
    clock.set(5); // the monotonic clock of the next boot
    assertEquals(80, power(board()).charge(), 0.1);
  }

  private SimulatedBoard board() {
    return SimulatedBoard.in(folder, Scenario.parse(DAY), clock::get);
  }

  private void append(String text) throws IOException {
    Files.writeString(
        folder.resolve(SimulatedBoard.CONTROL),
        text,
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  private void pass(Duration time) {
    clock.addAndGet(time.toNanos());
  }

  private PowerReading soon(SimulatedBoard board) {
    pass(Duration.ofMillis(200));
    return power(board);
  }

  private static PowerReading power(SimulatedBoard board) {
    return board.powerGauge().read() instanceof Reading.Known<PowerReading>(PowerReading value)
        ? value
        : org.junit.jupiter.api.Assertions.fail("the gauge does not answer");
  }
}
