package dev.roadcase.tests.bench;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Signed sales, as requests one after the other; a line is a till's number and its JWS. The proof
 * of possession that each carries is signed beforehand as well, in {@link #prove}: a proof is good
 * for half a minute.
 */
final class SaleFile {
  private static final byte[] TAIL = "\"}".getBytes(StandardCharsets.US_ASCII);
  private static final int WRAPPING = "{\"sale\":\"".length() + TAIL.length;

  private final List<byte[]> heads = new ArrayList<>();
  private final List<BenchTill> tills = new ArrayList<>();
  private final byte[] sales;
  private int at;
  private int lastTill;

  /**
   * Reads it.
   *
   * @param tokens a line a till: its token and its key
   * @param from where to begin: what {@link #at} said
   */
  SaleFile(Path tokens, Path sales, int from) throws IOException {
    at = from;
    for (String line : Files.readAllLines(tokens)) {
      BenchTill till = BenchTill.of(line);
      tills.add(till);
      heads.add(
          ("POST /sales HTTP/1.1\r\nHost: "
                  + till.authority()
                  + "\r\nContent-Type: application/json\r\nAuthorization: DPoP "
                  + till.token()
                  + "\r\nDPoP: ")
              .getBytes(StandardCharsets.US_ASCII));
    }
    this.sales = Files.readAllBytes(sales);
  }

  /**
   * Makes proofs for what is to come, on all processors.
   *
   * @param most as many as will be sent while their nonce is good
   * @param nonce fetches the nonce of a till
   */
  void prove(int most, Function<BenchTill, Optional<String>> nonce) {
    tills.forEach(till -> till.nonce(nonce.apply(till)));
    int each = most / tills.size() + 1;
    tills.parallelStream().forEach(till -> till.prove(each));
  }

  /** An answer had a newer nonce for whoever had sent that request. */
  void nonce(int till, String nonce) {
    tills.get(till).nonce(Optional.of(nonce));
  }

  /** Whose sale was given out last. */
  int lastTill() {
    return lastTill;
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
    lastTill = till;
    int from = ++at;
    while (sales[at] != '\n') {
      at++;
    }
    int length = at++ - from;
    return Buffer.buffer(length + 2048)
        .appendBytes(heads.get(till))
        .appendString(tills.get(till).proof())
        .appendString("\r\nContent-Length: ")
        .appendString(Integer.toString(length + WRAPPING))
        .appendString("\r\n\r\n{\"sale\":\"")
        .appendBytes(sales, from, length)
        .appendBytes(TAIL);
  }
}
