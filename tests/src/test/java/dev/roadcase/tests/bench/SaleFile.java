package dev.roadcase.tests.bench;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Signed sales, as requests one after the other; a line is a till's number and its JWS. */
final class SaleFile {
  private static final byte[] TAIL = "\"}".getBytes(StandardCharsets.US_ASCII);
  private static final int WRAPPING = "{\"sale\":\"".length() + TAIL.length;

  private final List<byte[]> heads = new ArrayList<>();
  private final byte[] sales;
  private int at;

  /**
   * Reads it.
   *
   * @param tokens a line a till
   * @param from where to begin: what {@link #at} said
   */
  SaleFile(Path tokens, Path sales, int from) throws IOException {
    at = from;
    for (String token : Files.readAllLines(tokens)) {
      heads.add(
          ("POST /sales HTTP/1.1\r\nHost: box\r\nContent-Type: application/json\r\n"
                  + "Authorization: Bearer "
                  + token
                  + "\r\nContent-Length: ")
              .getBytes(StandardCharsets.US_ASCII));
    }
    this.sales = Files.readAllBytes(sales);
  }

  boolean more() {
    return at < sales.length;
  }

  int at() {
    return at;
  }

  /** The next sale, to be sent as it is. */
  Buffer next() {
    int till = 0;
    while (sales[at] != ' ') {
      till = till * 10 + sales[at++] - '0';
    }
    int from = ++at;
    while (sales[at] != '\n') {
      at++;
    }
    int length = at++ - from;
    return Buffer.buffer(length + 1024)
        .appendBytes(heads.get(till))
        .appendString(Integer.toString(length + WRAPPING))
        .appendString("\r\n\r\n{\"sale\":\"")
        .appendBytes(sales, from, length)
        .appendBytes(TAIL);
  }
}
