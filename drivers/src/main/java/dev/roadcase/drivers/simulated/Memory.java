package dev.roadcase.drivers.simulated;

import dev.roadcase.drivers.link.LinkReading.Carrier;
import dev.roadcase.drivers.modem.ModemReading.Technology;
import dev.roadcase.drivers.simulated.Change.ModemState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a real board would know by itself after the box was killed: how full its battery is, whether
 * mains is there. Written beside the journal, never fsync'd: nothing that matters rests on it.
 */
record Memory(
    String fingerprint,
    long savedAt,
    long elapsed,
    double wattHours,
    long controlTaken,
    Situation situation) {
  private static final Logger LOG = LoggerFactory.getLogger(Memory.class);

  void save(Path file) {
    Properties all = new Properties();
    all.setProperty("scenario", fingerprint);
    all.setProperty("saved_at", Long.toString(savedAt));
    all.setProperty("elapsed", Long.toString(elapsed));
    all.setProperty("watt_hours", Double.toString(wattHours));
    all.setProperty("control_taken", Long.toString(controlTaken));
    all.setProperty("mains", Boolean.toString(situation.mains()));
    all.setProperty("draw_w", Double.toString(situation.drawWatts()));
    all.setProperty("link", situation.link().name());
    all.setProperty("modem", situation.modem().name());
    all.setProperty("signal_dbm", Integer.toString(situation.signalDbm()));
    all.setProperty("technology", situation.technology().name());
    all.setProperty("gauge", Boolean.toString(situation.gauge()));
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    try {
      try (var out = Files.newBufferedWriter(fresh)) {
        all.store(out, null);
      }
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      LOG.warn("the simulated board cannot remember its charge: {}", e.getMessage());
    }
  }

  /** What was remembered of this very scenario, if anything. */
  static Optional<Memory> load(Path file, Scenario scenario) {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try (var in = Files.newBufferedReader(file)) {
      Properties all = new Properties();
      all.load(in);
      Memory memory =
          new Memory(
              text(all, "scenario"),
              Long.parseLong(text(all, "saved_at")),
              Long.parseLong(text(all, "elapsed")),
              Double.parseDouble(text(all, "watt_hours")),
              Long.parseLong(text(all, "control_taken")),
              new Situation(
                  Boolean.parseBoolean(text(all, "mains")),
                  Double.parseDouble(text(all, "draw_w")),
                  Carrier.valueOf(text(all, "link")),
                  ModemState.valueOf(text(all, "modem")),
                  Integer.parseInt(text(all, "signal_dbm")),
                  Technology.valueOf(text(all, "technology")),
                  Boolean.parseBoolean(text(all, "gauge"))));
      return memory.fingerprint().equals(scenario.fingerprint())
          ? Optional.of(memory)
          : Optional.empty();
    } catch (IOException | IllegalArgumentException e) {
      LOG.warn("{} is of no use, the scenario begins anew: {}", file, e.getMessage());
      return Optional.empty();
    }
  }

  private static String text(Properties all, String key) {
    String value = all.getProperty(key);
    if (value == null) {
      throw new IllegalArgumentException("it lacks " + key);
    }
    return value;
  }
}
