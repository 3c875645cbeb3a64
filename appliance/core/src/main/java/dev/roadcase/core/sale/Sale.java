package dev.roadcase.core.sale;

import java.util.Currency;
import java.util.List;

/**
 * What a till says it sold, before anybody has judged it.
 *
 * @param nonce 128 bits of chance, base64url: makes two sales of the same things different
 * @param packVersion the version of the pack whose prices were shown
 * @param total minor units that the customer pays
 */
public record Sale(
    DeviceSequence sequence,
    String nonce,
    long packVersion,
    List<Line> lines,
    Tender tender,
    long total,
    Currency currency) {
  /** More lines than any basket; bounds the work that one request can ask for. */
  public static final int LINES_MAX = 200;

  public Sale {
    lines = List.copyOf(lines);
    if (lines.isEmpty() || lines.size() > LINES_MAX) {
      throw new IllegalArgumentException("a sale has 1 to " + LINES_MAX + " lines");
    }
    if (total < 0) {
      throw new IllegalArgumentException("a total is not negative");
    }
    if (nonce.length() != 22) {
      throw new IllegalArgumentException("a nonce is 128 bits, 22 base64url characters");
    }
  }
}
