package dev.roadcase.app.line;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.nio.charset.StandardCharsets;

/**
 * Answers by HTTP/1.1 after which a connection ends: problems of RFC 9457, for requests that the
 * server never hears of.
 */
enum LastAnswer {
  /** RFC 9110, 15.5.9. */
  TOO_SLOW(
      408,
      "urn:roadcase:problem:too-slow",
      "The request did not come to its end",
      "Send it again where the signal is better. Nothing was booked."),

  /** RFC 9110, 15.5.15. */
  LINE_TOO_LONG(
      414,
      "urn:roadcase:problem:too-large",
      "The request is too large",
      "The request line, with the address in it, has at most 4,096 octets."),

  /** RFC 6585, 5. */
  HEADERS_TOO_LARGE(
      431,
      "urn:roadcase:problem:too-large",
      "The request is too large",
      "The header fields have at most 8,192 octets. Send fewer, or shorter cookies."),

  /** RFC 9110, 15.6.6. */
  OTHER_VERSION(
      505,
      "urn:roadcase:problem:malformed",
      "The request cannot be read",
      "The box speaks HTTP/1.1 and HTTP/1.0; by TLS with ALPN, HTTP/2."),

  /** RFC 9112, 2.2. */
  MALFORMED(
      400,
      "urn:roadcase:problem:malformed",
      "The request cannot be read",
      "It is no request of HTTP/1.1 (RFC 9112).");

  private final int status;
  private final String problem;

  LastAnswer(int status, String type, String title, String detail) {
    this.status = status;
    this.problem =
        "{\"type\":\"%s\",\"title\":\"%s\",\"status\":%d,\"detail\":\"%s\"}"
            .formatted(type, title, status, detail);
  }

  /** To a piece of a body, or a trailer, that could not be decoded. */
  static LastAnswer toPiece(HttpObject broken) {
    return broken.decoderResult().cause() instanceof TooLongHttpHeaderException
        ? HEADERS_TOO_LARGE
        : MALFORMED;
  }

  /** To a request that could not be decoded. */
  static LastAnswer to(HttpRequest broken) {
    return switch (broken.decoderResult().cause()) {
      case TooLongHttpLineException _ -> LINE_TOO_LONG;
      case TooLongHttpHeaderException _ -> HEADERS_TOO_LARGE;
      default -> MALFORMED;
    };
  }

  FullHttpResponse response() {
    FullHttpResponse response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1,
            HttpResponseStatus.valueOf(status),
            Unpooled.copiedBuffer(problem, StandardCharsets.US_ASCII));
    response
        .headers()
        .set(HttpHeaderNames.CONTENT_TYPE, "application/problem+json")
        .set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_STORE)
        .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE)
        .setInt(HttpHeaderNames.CONTENT_LENGTH, response.content().readableBytes());
    return response;
  }
}
