package dev.roadcase.wire.jws;

import dev.roadcase.wire.json.Malformed;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * The three parts of a compact JWS (RFC 7515 §7.1), if it is spelled in the one canonical way:
 * base64url without padding, white space, the other alphabet or bits beyond the last octet. So one
 * content under one signature has one text.
 */
final class Parts {
  /** More than a header with a key in it needs, in characters. */
  static final int HEADER_MAX = 1_024;

  private final String text;
  private final int signed;
  private final byte[] header;
  private final byte[] payload;
  private final byte[] signature;

  private Parts(String text, int signed, byte[] header, byte[] payload, byte[] signature) {
    this.text = text;
    this.signed = signed;
    this.header = header;
    this.payload = payload;
    this.signature = signature;
  }

  /**
   * Takes a JWS apart.
   *
   * @param max characters that are looked at
   */
  static Parts of(String text, int max) {
    if (text.length() > max) {
      throw new Malformed("a JWS of this type has at most " + max + " characters");
    }
    int first = text.indexOf('.');
    int second = text.indexOf('.', first + 1);
    if (first <= 0
        || second <= first + 1
        || second + 1 >= text.length()
        || text.indexOf('.', second + 1) >= 0) {
      throw new Malformed("a compact JWS has three parts");
    }
    if (first > HEADER_MAX) {
      throw new Malformed("a JWS header has at most " + HEADER_MAX + " characters");
    }
    return new Parts(
        text,
        second,
        octets(text, 0, first),
        octets(text, first + 1, second),
        octets(text, second + 1, text.length()));
  }

  String text() {
    return text;
  }

  byte[] header() {
    return header;
  }

  byte[] payload() {
    return payload;
  }

  byte[] signature() {
    return signature;
  }

  /** What the signature is over. */
  byte[] signingInput() {
    return text.substring(0, signed).getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] octets(String text, int from, int to) {
    int last = 0;
    for (int i = from; i < to; i++) {
      last = sextet(text.charAt(i));
      if (last < 0) {
        throw new Malformed("a compact JWS is base64url without padding or white space");
      }
    }
    boolean spare =
        switch ((to - from) & 3) {
          case 0 -> false;
          case 2 -> (last & 0b1111) != 0;
          case 3 -> (last & 0b11) != 0;
          default -> true;
        };
    if (spare) {
      throw new Malformed("a compact JWS is canonical base64url: no bits beyond the last octet");
    }
    return Base64.getUrlDecoder().decode(text.substring(from, to));
  }

  private static int sextet(char c) {
    if (c >= 'A' && c <= 'Z') {
      return c - 'A';
    }
    if (c >= 'a' && c <= 'z') {
      return c - 'a' + 26;
    }
    if (c >= '0' && c <= '9') {
      return c - '0' + 52;
    }
    return c == '-' ? 62 : c == '_' ? 63 : -1;
  }
}
