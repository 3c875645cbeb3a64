package dev.roadcase.core.attention;

/**
 * The off-delay of an answer that may be relied upon: a no is told at once, a yes when it has been
 * so for {@link OnDelay#HOLD} without a break. The first look is told as it is.
 *
 * @param yes what is told
 * @param since monotonic nanoseconds since which it has been yes; without meaning before
 * @param raw what it was when it was last looked at
 * @param looked whether there was a look
 */
public record OffDelay(boolean yes, long since, boolean raw, boolean looked) {
  /** Not looked at yet. */
  public static final OffDelay START = new OffDelay(false, 0, false, false);

  /**
   * After another look.
   *
   * @param now monotonic nanoseconds, not before those of the last look
   */
  public OffDelay after(boolean answer, long now) {
    if (!looked) {
      return new OffDelay(answer, now, answer, true);
    }
    long began = raw ? since : now;
    boolean told = answer && (yes || now - began >= OnDelay.HOLD.toNanos());
    return new OffDelay(told, began, answer, true);
  }
}
