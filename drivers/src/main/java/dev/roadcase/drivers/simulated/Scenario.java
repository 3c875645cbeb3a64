package dev.roadcase.drivers.simulated;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.zip.CRC32;

/**
 * A scenario, read and checked. All times in it are the board's own; {@code speed} of its seconds
 * pass in one second of the clock.
 */
public final class Scenario {

  /** The scenarios that ship. */
  public static final List<String> SHIPPED = List.of("calm", "show-day", "long-outage");

  /** Something happens at a moment of the story. */
  record Event(Duration at, List<Change> changes) {
    Event {
      changes = List.copyOf(changes);
    }
  }

  private final String name;
  private final String fingerprint;
  private final double speed;
  private final Battery battery;
  private final double startPercent;
  private final Situation start;
  private final List<Event> events;

  Scenario(
      String name,
      String fingerprint,
      double speed,
      Battery battery,
      double startPercent,
      Situation start,
      List<Event> events) {
    this.name = name;
    this.fingerprint = fingerprint;
    this.speed = speed;
    this.battery = battery;
    this.startPercent = startPercent;
    this.start = start;
    this.events = List.copyOf(events);
  }

  /**
   * A scenario that ships with the product, by its name in {@link #SHIPPED}.
   *
   * @throws IllegalArgumentException when none has this name
   */
  public static Scenario shipped(String name) {
    if (!SHIPPED.contains(name)) {
      throw new IllegalArgumentException(
          "the scenarios that ship are " + String.join(", ", SHIPPED) + ", not \"" + name + "\"");
    }
    try (InputStream in = Scenario.class.getResourceAsStream(name + ".toml")) {
      if (in == null) {
        throw new IllegalStateException("the scenario " + name + " is not in the jar");
      }
      return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new IllegalStateException("the jar cannot be read", e);
    }
  }

  /**
   * A scenario from a file.
   *
   * @throws BadScenario with everything that is wrong in it
   */
  public static Scenario read(Path file) throws IOException {
    return parse(Files.readString(file));
  }

  /**
   * A scenario from its text.
   *
   * @throws BadScenario with everything that is wrong in it
   */
  public static Scenario parse(String toml) {
    return ScenarioText.parse(toml, fingerprintOf(toml));
  }

  public String name() {
    return name;
  }

  /** Seconds of the story in one second of the clock. */
  public double speed() {
    return speed;
  }

  /** Tells whether a board's memory belongs to this very text. */
  String fingerprint() {
    return fingerprint;
  }

  Battery battery() {
    return battery;
  }

  double startPercent() {
    return startPercent;
  }

  Situation start() {
    return start;
  }

  List<Event> events() {
    return events;
  }

  private static String fingerprintOf(String toml) {
    CRC32 crc = new CRC32();
    crc.update(toml.getBytes(StandardCharsets.UTF_8));
    return Long.toHexString(crc.getValue());
  }
}
