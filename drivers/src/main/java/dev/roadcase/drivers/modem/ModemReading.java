package dev.roadcase.drivers.modem;

import java.util.OptionalInt;

/**
 * The cellular modem at one moment.
 *
 * @param present whether there is one and it answers
 * @param registered whether a network has let it in
 * @param signal strength in dBm, such as -71; none when it cannot be measured
 * @param technology of the cell that it is in; {@link Technology#NONE} when it is in none
 * @param roaming whether the network is not its own, which may cost more
 * @param at monotonic nanoseconds of the reading
 */
public record ModemReading(
    boolean present,
    boolean registered,
    OptionalInt signal,
    Technology technology,
    boolean roaming,
    long at) {

  /** Radio access technology, as coarse as a decision needs it. */
  public enum Technology {
    NONE("none"),
    GSM("2g"),
    UMTS("3g"),
    LTE("lte"),
    NR("5g");

    private final String word;

    Technology(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }
  }
}
