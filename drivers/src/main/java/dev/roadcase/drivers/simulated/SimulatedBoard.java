package dev.roadcase.drivers.simulated;

import dev.roadcase.drivers.link.LinkProbe;
import dev.roadcase.drivers.link.LinkReading;
import dev.roadcase.drivers.modem.Modem;
import dev.roadcase.drivers.modem.ModemReading;
import dev.roadcase.drivers.modem.ModemReading.Technology;
import dev.roadcase.drivers.port.Reading;
import dev.roadcase.drivers.power.PowerGauge;
import dev.roadcase.drivers.power.PowerReading;
import dev.roadcase.drivers.simulated.Change.ModemState;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A board that plays a {@link Scenario}. It has no thread: each reading first brings the story up
 * to the clock that was handed in.
 *
 * <p>With a folder, {@link #CONTROL} in it is a hand that reaches in while the box runs, and {@link
 * #MEMORY} keeps the charge over a restart: a battery does not fill up because its box was killed.
 */
public final class SimulatedBoard implements AutoCloseable {
  /** Append a line to this file, such as {@code mains = false}, and it happens. */
  public static final String CONTROL = "board.control";

  /** Written by the board itself. */
  public static final String MEMORY = "board.memory";

  /** Between two looks at the control file. */
  private static final long LOOK_NANOS = 100_000_000;

  /** A charge is remembered again after it moved by so many percent. */
  private static final double MEMORY_STEP = 0.5;

  private final Scenario scenario;
  private final LongSupplier nanos;
  private final @Nullable Path memoryFile;
  private final @Nullable ControlFile control;
  private final Play play;
  private final long clockAtOrigin;
  private final long storyAtOrigin;
  private long lookedAt = Long.MIN_VALUE;
  private @Nullable Memory remembered;

  /**
   * A board that nobody reaches into and that forgets itself.
   *
   * @param nanos the clock: monotonic nanoseconds
   */
  public SimulatedBoard(Scenario scenario, LongSupplier nanos) {
    this(scenario, nanos, null);
  }

  private SimulatedBoard(Scenario scenario, LongSupplier nanos, @Nullable Path folder) {
    this.scenario = scenario;
    this.nanos = nanos;
    memoryFile = folder == null ? null : folder.resolve(MEMORY);
    Optional<Memory> earlier =
        memoryFile == null ? Optional.empty() : Memory.load(memoryFile, scenario);
    control =
        folder == null
            ? null
            : new ControlFile(
                folder.resolve(CONTROL), earlier.map(Memory::controlTaken).orElse(0L));
    play =
        earlier
            .map(m -> new Play(scenario, m.situation(), m.wattHours(), m.elapsed()))
            .orElseGet(() -> new Play(scenario));
    long now = nanos.getAsLong();
    // The clock of another boot has nothing to say about how long the box was away.
    clockAtOrigin = earlier.map(Memory::savedAt).filter(saved -> saved <= now).orElse(now);
    storyAtOrigin = play.elapsed();
  }

  /**
   * A board whose control file and memory lie in {@code folder}.
   *
   * @param nanos the clock: monotonic nanoseconds of this boot
   */
  public static SimulatedBoard in(Path folder, Scenario scenario, LongSupplier nanos) {
    return new SimulatedBoard(scenario, nanos, folder);
  }

  /** Its gauge. All ports of a board play one story. */
  public PowerGauge powerGauge() {
    return this::power;
  }

  public Modem modem() {
    return this::modemReading;
  }

  public LinkProbe linkProbe() {
    return this::link;
  }

  private synchronized Reading<PowerReading> power() {
    long at = catchUp();
    Situation now = play.now();
    if (!now.gauge()) {
      return new Reading.Unknown<>("the battery gauge does not answer");
    }
    Battery battery = scenario.battery();
    double held = play.wattHours();
    double amps = battery.amps(held, battery.flow(held, now));
    return new Reading.Known<>(
        new PowerReading(
            now.mains(),
            battery.percent(held),
            battery.volts(held, amps),
            amps,
            now.drawWatts(),
            now.mains()
                ? OptionalInt.empty()
                : OptionalInt.of(battery.minutesToEmpty(held, now.drawWatts())),
            at));
  }

  private synchronized Reading<ModemReading> modemReading() {
    long at = catchUp();
    Situation now = play.now();
    boolean registered = now.modem() == ModemState.REGISTERED || now.modem() == ModemState.ROAMING;
    return new Reading.Known<>(
        new ModemReading(
            now.modem() != ModemState.ABSENT,
            registered,
            registered ? OptionalInt.of(now.signalDbm()) : OptionalInt.empty(),
            registered ? now.technology() : Technology.NONE,
            now.modem() == ModemState.ROAMING,
            at));
  }

  private synchronized Reading<LinkReading> link() {
    long at = catchUp();
    return new Reading.Known<>(new LinkReading(play.now().link(), at));
  }

  /** What a line of the control file does, by method. */
  public synchronized void change(String line) {
    List<Change> changes = ScenarioText.changes(line);
    catchUp();
    changes.forEach(play::change);
    remember(nanos.getAsLong());
  }

  @Override
  public synchronized void close() {
    remember(catchUp());
  }

  /** Brings the story up to the clock; answers what the clock says. */
  private long catchUp() {
    long now = nanos.getAsLong();
    play.advanceTo(storyAtOrigin + (long) ((now - clockAtOrigin) * scenario.speed()));
    if (control != null && (lookedAt == Long.MIN_VALUE || now - lookedAt >= LOOK_NANOS)) {
      lookedAt = now;
      control.look().forEach(play::change);
    }
    if (hasMoved()) {
      remember(now);
    }
    return now;
  }

  private boolean hasMoved() {
    Memory before = remembered;
    return before == null
        || !before.situation().equals(play.now())
        || Math.abs(before.wattHours() - play.wattHours())
            >= scenario.battery().capacityWh() * MEMORY_STEP / 100
        || (control != null && control.taken() != before.controlTaken());
  }

  private void remember(long now) {
    if (memoryFile != null) {
      remembered =
          new Memory(
              scenario.fingerprint(),
              now,
              play.elapsed(),
              play.wattHours(),
              control == null ? 0 : control.taken(),
              play.now());
      remembered.save(memoryFile);
    }
  }
}
