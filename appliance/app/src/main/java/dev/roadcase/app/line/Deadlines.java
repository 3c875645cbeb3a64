package dev.roadcase.app.line;

import java.time.Duration;

/**
 * How long a request may take to come in. No key of the configuration: what a phone sends within
 * the venue is there in a second, and whoever needs longer holds a place that others wait for.
 *
 * @param head from its first octet to its empty line
 * @param body from there to its last octet, of which there are at most 262,144: 9 kB/s
 */
public record Deadlines(Duration head, Duration body) {
  /** Those of every door. */
  public static final Deadlines USUAL =
      new Deadlines(Duration.ofSeconds(10), Duration.ofSeconds(30));
}
