package dev.roadcase.tests.bench;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/** The little of an HTTP/1.1 answer that a load generator needs to read. */
final class HttpAnswer {
  /** Without it nobody knows where an answer ends. */
  private static final String LENGTH = "\r\ncontent-length: ";

  /** As the box spells it. */
  private static final String NONCE = "\r\nDPoP-Nonce: ";

  private HttpAnswer() {}

  /** Length of head and body once the head is there, else -1. */
  static int wholeLength(Buffer answer) {
    String text = answer.toString(StandardCharsets.ISO_8859_1);
    int end = text.indexOf("\r\n\r\n");
    if (end < 0) {
      return -1;
    }
    // As the box spells it, which costs nothing; or as another server does.
    int at = text.indexOf(LENGTH);
    if (at < 0 || at > end) {
      at = text.substring(0, end).toLowerCase(Locale.ROOT).indexOf(LENGTH);
    }
    int value = at + LENGTH.length();
    return end + 4 + Integer.parseInt(text, value, text.indexOf('\r', value), 10);
  }

  /** The nonce for the next proof, if the box has a newer one. */
  static Optional<String> nonce(Buffer answer) {
    String text = answer.toString(StandardCharsets.ISO_8859_1);
    int at = text.indexOf(NONCE);
    if (at < 0) {
      return Optional.empty();
    }
    int value = at + NONCE.length();
    return Optional.of(text.substring(value, text.indexOf('\r', value)));
  }

  static int status(Buffer answer) {
    return Integer.parseInt(answer.getString(9, 12));
  }
}
