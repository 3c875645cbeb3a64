package dev.roadcase.drivers.link;

/**
 * Which link has a carrier and the default route. Whether anybody answers behind it is for the
 * uplink to find out: a black hole has a carrier too.
 *
 * @param at monotonic nanoseconds of the reading
 */
public record LinkReading(Carrier carrier, long at) {

  /** By which way packets leave. */
  public enum Carrier {
    /** Cable or the venue's Wi-Fi. */
    WAN("wan"),
    CELLULAR("cellular"),
    NONE("none");

    private final String word;

    Carrier(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }
  }
}
