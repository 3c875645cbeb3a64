package dev.roadcase.core.link;

import dev.roadcase.core.fact.Now;
import java.time.Duration;

/**
 * The session with upstream, as its holder sees it at this moment. An observation and no fact:
 * after a start there is none, whatever the journal last said.
 *
 * @param live whether upstream answers
 * @param since monotonic nanoseconds of this boot at which it came to be so
 */
public record Session(boolean live, long since) {
  public static final Session NONE = new Session(false, 0);

  /** Whether it has been live for so long. */
  public boolean stableFor(Duration time, Now now) {
    return live && now.monotonic() - since >= time.toNanos();
  }
}
