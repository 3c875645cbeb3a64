package dev.roadcase.app.http;

import dev.roadcase.app.line.Octets;
import dev.roadcase.app.problem.Problem;

/** The "no" of a door at which too many ask at once: worth asking again in a moment. */
public final class Overload {
  /** What a guest waits before it is worth asking again. */
  public static final int RETRY_SECONDS = 2;

  private Overload() {}

  static Problem busy(RenderPool.Busy why) {
    return switch (why) {
      case ADDRESS ->
          Problem.of(
                  429,
                  "too-many-requests",
                  "Too many pages at once for one address",
                  "Wait for the answers that are under way, then ask again.")
              .retryAfter(RETRY_SECONDS);
      case ALL ->
          Problem.of(
                  503,
                  "too-many-guests",
                  "The box makes as many pages as it can",
                  "Tills go first. Ask again in a moment.")
              .retryAfter(RETRY_SECONDS);
    };
  }

  static Problem shortOfMemory() {
    return Problem.of(
            503,
            "too-many-guests",
            "The box holds as much as it can",
            "Many ask at once, or read slowly. Ask again in a moment.")
        .retryAfter(RETRY_SECONDS);
  }

  static Problem unread(Octets.Refusal why) {
    return switch (why) {
      case SHARE ->
          Problem.of(
                  429,
                  "too-much-unread",
                  "Too much waits for this address",
                  "Read the answers that are under way, then ask again.")
              .retryAfter(RETRY_SECONDS);
      case FULL ->
          Problem.of(
                  503,
                  "too-many-guests",
                  "The box keeps as many answers as it can",
                  "Others read slowly. Ask again in a moment.")
              .retryAfter(RETRY_SECONDS);
    };
  }
}
