package dev.roadcase.tests.bench;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The little of an HTTP/1.1 answer that a load generator needs to read. */
final class HttpAnswer {
  /** Without it nobody knows where an answer ends. */
  private static final String LENGTH = "\r\ncontent-length: ";

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

  static int status(Buffer answer) {
    return Integer.parseInt(answer.getString(9, 12));
  }
}
