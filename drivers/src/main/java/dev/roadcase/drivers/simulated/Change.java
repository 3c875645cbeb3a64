package dev.roadcase.drivers.simulated;

import dev.roadcase.drivers.link.LinkReading.Carrier;
import dev.roadcase.drivers.modem.ModemReading.Technology;

/** One thing that becomes different, by an event of the scenario or by a line from outside. */
sealed interface Change {

  /** Mains power comes or goes. */
  record Mains(boolean present) implements Change {}

  /** The box draws more or less, 0.1 … 10,000 W. */
  record Draw(double watts) implements Change {}

  record Link(Carrier carrier) implements Change {}

  record Modem(ModemState state) implements Change {}

  /** What the modem would measure while it is registered, dBm. */
  record Signal(int dbm) implements Change {}

  /** In which sort of cell the modem would be while it is registered. */
  record Cell(Technology technology) implements Change {}

  /** Whether the battery gauge answers. */
  record Gauge(boolean answers) implements Change {}

  /** How the modem is doing. */
  enum ModemState {
    ABSENT("absent"),
    /** There, but no network has let it in. */
    LOST("lost"),
    REGISTERED("registered"),
    ROAMING("roaming");

    private final String word;

    ModemState(String word) {
      this.word = word;
    }

    String word() {
      return word;
    }
  }
}
