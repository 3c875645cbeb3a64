package dev.roadcase.wire.log;

/**
 * A tree head that somebody kept, to hold a log against: a device, upstream, a receipt.
 *
 * @param name where it came from, for people
 * @param jwt the {@code sth+jwt} as it was given out
 */
public record KeptHead(String name, String jwt) {
  /** It is no tree head, or none of this log: nothing can be said of the log by it. */
  public static final class Unusable extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    Unusable(String message) {
      super(message);
    }
  }
}
