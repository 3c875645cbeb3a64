package dev.roadcase.app.line;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.nio.charset.StandardCharsets;

/**
 * Answers by HTTP/1.1 after which a connection ends, as the octets that they are: problems of RFC
 * 9457, for requests that the server never hears of.
 */
enum LastAnswer {
  /** RFC 9110, 15.5.9. */
  TOO_SLOW(
      HttpResponseStatus.REQUEST_TIMEOUT,
      "urn:roadcase:problem:too-slow",
      "The request did not come to its end",
      "Send it again where the signal is better. Nothing was booked."),

  /** RFC 9110, 15.5.15. */
  LINE_TOO_LONG(
      HttpResponseStatus.REQUEST_URI_TOO_LONG,
      "urn:roadcase:problem:too-large",
      "The request is too large",
      "The request line, with the address in it, has at most 4,096 octets."),

  /** RFC 6585, 5. */
  HEADERS_TOO_LARGE(
      HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
      "urn:roadcase:problem:too-large",
      "The request is too large",
      "The header fields have at most 8,192 octets. Send fewer, or shorter cookies."),

  /** RFC 9112, 2.2. */
  MALFORMED(
      HttpResponseStatus.BAD_REQUEST,
      "urn:roadcase:problem:malformed",
      "The request cannot be read",
      "It is no request of HTTP/1.1 (RFC 9112).");

  private final String text;

  LastAnswer(HttpResponseStatus status, String type, String title, String detail) {
    String problem =
        "{\"type\":\"%s\",\"title\":\"%s\",\"status\":%d,\"detail\":\"%s\"}"
            .formatted(type, title, status.code(), detail);
    // All of it is ASCII: a character is an octet.
    String head =
        """
        HTTP/1.1 %s
        content-type: application/problem+json
        cache-control: no-store
        connection: close
        content-length: %d

        """
            .formatted(status, problem.length())
            .replace("\n", "\r\n");
    this.text = head + problem;
  }

  /** To a request that could not be decoded. */
  static LastAnswer to(HttpRequest broken) {
    return switch (broken.decoderResult().cause()) {
      case TooLongHttpLineException _ -> LINE_TOO_LONG;
      case TooLongHttpHeaderException _ -> HEADERS_TOO_LARGE;
      default -> MALFORMED;
    };
  }

  /** As it is sent. */
  ByteBuf octets() {
    return Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
  }
}
