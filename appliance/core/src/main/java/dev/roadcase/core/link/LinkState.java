package dev.roadcase.core.link;

import java.time.Duration;

/** How well the box knows upstream at this moment. */
public enum LinkState {
  /** Upstream answers. */
  REACHABLE("reachable"),
  /** The connection stands, something waits for an answer, and none has come for too long. */
  STALE("stale"),
  /** Upstream does not answer. */
  UNREACHABLE("not reachable"),
  /** No upstream is configured: nothing is waited for, and nothing is missing. */
  STANDS_ALONE("stands alone");

  /**
   * Silence for longer than this, while an answer is due, is stale. Over a slow link with 600 ms
   * and losses an ack takes seconds; half a minute is beyond any honest one.
   */
  public static final Duration STALE_AFTER = Duration.ofSeconds(30);

  private final String word;

  LinkState(String word) {
    this.word = word;
  }

  /**
   * Judges the link.
   *
   * @param reachable whether the connection upstream stands
   * @param silence since the later of the last answer and the oldest delta that is still
   *     unanswered; zero when nothing waits for an answer
   */
  public static LinkState of(boolean reachable, Duration silence) {
    if (!reachable) {
      return UNREACHABLE;
    }
    return silence.compareTo(STALE_AFTER) > 0 ? STALE : REACHABLE;
  }

  public String word() {
    return word;
  }
}
