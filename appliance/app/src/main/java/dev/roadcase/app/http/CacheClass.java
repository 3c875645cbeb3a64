package dev.roadcase.app.http;

import io.vertx.core.http.HttpHeaders;

/** How long an answer may be kept by whoever asked (RFC 9111, RFC 8246). Every GET has one. */
public enum CacheClass {
  /** Addressed by its content: never asked for again. */
  IMMUTABLE("public, max-age=31536000, immutable"),

  /** Kept, and asked after by its ETag each time: a catalogue, a page with prices. */
  REVALIDATE("no-cache"),

  /** Good for a moment, so that a crowd of phones does not ask for one thing at once. */
  SHORT("public, max-age=2"),

  /** Somebody's own: receipts, tokens, refusals, the crew's pages. */
  NEVER("no-store");

  /** RFC 9211: who answered, and whether it was ready. */
  static final CharSequence STATUS = HttpHeaders.createOptimized("Cache-Status");

  /** It lay ready in memory. */
  public static final CharSequence HIT = HttpHeaders.createOptimized("roadcase; hit");

  /** It was made or read for this request. */
  public static final CharSequence MISS = HttpHeaders.createOptimized("roadcase; fwd=miss");

  @SuppressWarnings("ImmutableEnumChecker") // an AsciiString that nobody writes into
  private final CharSequence value;

  CacheClass(String value) {
    this.value = HttpHeaders.createOptimized(value);
  }

  /** The value of {@code Cache-Control}. */
  public CharSequence value() {
    return value;
  }
}
