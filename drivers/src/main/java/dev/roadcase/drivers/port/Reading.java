package dev.roadcase.drivers.port;

/**
 * What a part answered, or that it did not: a gauge on I²C answers only while a battery is fitted.
 *
 * @param <T> what is read
 */
public sealed interface Reading<T> {

  /** The part answered. */
  record Known<T>(T value) implements Reading<T> {}

  /**
   * The part did not answer. Nothing older is handed out in its place.
   *
   * @param why for the crew, such as "the battery gauge does not answer"
   */
  record Unknown<T>(String why) implements Reading<T> {}
}
