package dev.roadcase.wire.event;

import dev.roadcase.core.fact.FactType;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The CloudEvents {@code type}: {@code dev.roadcase.<word>.v<version>}.
 *
 * @param word a fact type's word, or {@code telemetry.<name>}; stands as one level in the topic, so
 *     it has only lower-case letters, digits, hyphens and dots
 * @param version 1 or more
 */
public record EventType(String word, int version) {
  private static final String PREFIX = "dev.roadcase.";
  private static final Pattern WORD = Pattern.compile("[a-z0-9-]{1,64}(\\.[a-z0-9-]{1,64})?");
  private static final Pattern FORM =
      Pattern.compile("dev\\.roadcase\\.([a-z0-9.-]{1,129})\\.v([1-9][0-9]{0,3})");

  // After the patterns: its constructor needs them.
  /** Sequences that will never come, and why: see {@link SequencesClosed}. */
  public static final EventType SEQUENCES_CLOSED = new EventType("sequences-closed", 1);

  /** Refuses a word that could not stand in a topic. */
  public EventType {
    if (!WORD.matcher(word).matches()) {
      throw new IllegalArgumentException(
          "an event type has lower-case letters, digits and hyphens and at most one dot");
    }
    if (version < 1) {
      throw new IllegalArgumentException("the version of an event type is 1 or more");
    }
  }

  /** The type under which a fact of this type travels. */
  public static EventType of(FactType type) {
    return new EventType(type.word(), type.version());
  }

  /**
   * The type of a reading or a log line.
   *
   * @param name 1 to 64 lower-case letters, digits and hyphens
   */
  public static EventType telemetry(String name) {
    return new EventType("telemetry." + name, 1);
  }

  /**
   * Reads what {@link #toString} writes.
   *
   * @throws IllegalArgumentException when it is anything else
   */
  public static EventType parse(String text) {
    Matcher parts = FORM.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException("an event type is dev.roadcase.<word>.v<version>");
    }
    return new EventType(parts.group(1), Integer.parseInt(parts.group(2)));
  }

  @Override
  public String toString() {
    return PREFIX + word + ".v" + version;
  }
}
