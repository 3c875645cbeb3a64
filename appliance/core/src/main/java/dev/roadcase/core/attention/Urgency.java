package dev.roadcase.core.attention;

/** How much a condition wants of the crew. The order of the constants is the order of urgency. */
public enum Urgency {
  /** Nothing. */
  NONE,
  /** A look, and a step soon: shown when it has lasted. */
  WATCH,
  /** A step now: shown at once. */
  ACT
}
