package dev.roadcase.app.logging;

import java.util.Map;

/** What a log line looks like. */
public enum LogFormat {
  /** JSON under systemd, else for people. */
  AUTO,
  /** One JSON object a line, on standard output. */
  JSON,
  /** For people, on standard error. */
  HUMAN;

  private static final String PROPERTY = "roadcase.log.format";

  public static LogFormat of(String word) {
    return switch (word) {
      case "auto" -> AUTO;
      case "json" -> JSON;
      case "human" -> HUMAN;
      default -> throw new IllegalArgumentException("a log's format is auto, json or human");
    };
  }

  /** Before the first message: what logs is set up by it. Answers what it came to. */
  public LogFormat use(Map<String, String> environment) {
    LogFormat chosen =
        this != AUTO ? this : environment.containsKey("JOURNAL_STREAM") ? JSON : HUMAN;
    System.setProperty(PROPERTY, chosen.name());
    return chosen;
  }
}
