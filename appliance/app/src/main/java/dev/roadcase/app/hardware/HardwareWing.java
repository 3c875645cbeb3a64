package dev.roadcase.app.hardware;

import dev.roadcase.app.box.Command.Done;
import dev.roadcase.app.box.NoteCommand.NotePower;
import dev.roadcase.app.config.BoxConfig;
import dev.roadcase.app.config.Driver;
import dev.roadcase.app.journal.Writer;
import dev.roadcase.core.fact.Mode;
import dev.roadcase.drivers.link.LinkProbe;
import dev.roadcase.drivers.link.LinkReading;
import dev.roadcase.drivers.port.Reading;
import dev.roadcase.drivers.power.PowerGauge;
import dev.roadcase.drivers.power.PowerReading;
import dev.roadcase.drivers.simulated.Scenario;
import dev.roadcase.drivers.simulated.SimulatedBoard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ports that the configuration names, each watched by a worker of its own. A part that is not
 * there is never made up.
 */
public final class HardwareWing implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HardwareWing.class);

  private final BoxConfig.Hardware config;
  private final Optional<SimulatedBoard> board;
  private final PortWatch<PowerReading> power;
  private final PortWatch<LinkReading> link;
  private final Writer writer;
  private NotePower lastPower = new NotePower(true, -1, -1);
  private CompletableFuture<Done> powerTold = CompletableFuture.completedFuture(new Done());

  private HardwareWing(
      BoxConfig.Hardware config,
      Optional<SimulatedBoard> board,
      PowerGauge gauge,
      LinkProbe probe,
      Writer writer,
      Consumer<String> carrier) {
    this.config = config;
    this.board = board;
    this.writer = writer;
    String first = config.power() == Driver.NONE ? PowerGauge.NOT_THERE : "not read yet";
    power = new PortWatch<>("battery gauge", gauge, first, this::note);
    link =
        new PortWatch<>(
            "link probe", probe, "not read yet", reading -> carrier.accept(word(reading)));
  }

  /**
   * Opens them; nothing is read before {@link #start}.
   *
   * @param carrier told by which link packets leave, as often as it is looked at: {@code wan},
   *     {@code cellular} or {@code none}
   * @throws IOException when a scenario cannot be read
   */
  public static HardwareWing open(BoxConfig config, Writer writer, Consumer<String> carrier)
      throws IOException {
    BoxConfig.Hardware hardware = config.hardware();
    Optional<SimulatedBoard> board = Optional.empty();
    if (hardware.isSimulated()) {
      String name = hardware.scenario().orElseThrow();
      Path file = Path.of(name);
      Scenario scenario = Files.exists(file) ? Scenario.read(file) : Scenario.shipped(name);
      if (config.mode() == Mode.LIVE) {
        LOG.warn(
            "SIMULATED BOARD: power and link come from the scenario {} and are made up. For the"
                + " show, take board.scenario out of the configuration.",
            name);
      }
      board = Optional.of(SimulatedBoard.in(config.dataDir(), scenario, System::nanoTime));
    }
    return new HardwareWing(
        hardware,
        board,
        switch (hardware.power()) {
          case NONE -> PowerGauge.NONE;
          case SIMULATED -> board.orElseThrow().powerGauge();
        },
        switch (hardware.link()) {
          case NONE -> LinkProbe.NONE;
          case SIMULATED -> board.orElseThrow().linkProbe();
        },
        writer,
        carrier);
  }

  public void start() {
    if (config.power() != Driver.NONE) {
      power.start();
    }
    link.start();
  }

  /** What answers when mains and battery are asked for. */
  public Driver powerDriver() {
    return config.power();
  }

  /** Whether anything that the hardware says is made up. */
  public boolean simulated() {
    return config.isSimulated();
  }

  /** The last reading, at most a second old. */
  public Reading<PowerReading> power() {
    return power.last();
  }

  private void note(Reading<PowerReading> reading) {
    if (reading instanceof Reading.Known<PowerReading>(PowerReading known)) {
      NotePower seen =
          new NotePower(known.mains(), known.percent(), known.minutesToEmpty().orElse(-1));
      if (!seen.equals(lastPower) || powerTold.isCompletedExceptionally()) {
        lastPower = seen;
        powerTold = writer.submit(seen);
      }
    }
  }

  private static String word(Reading<LinkReading> reading) {
    return switch (reading) {
      case Reading.Known<LinkReading>(LinkReading known) -> known.carrier().word();
      case Reading.Unknown<LinkReading> _ -> "none";
    };
  }

  @Override
  public void close() {
    power.close();
    link.close();
    board.ifPresent(SimulatedBoard::close);
  }
}
