package dev.roadcase.app.http;

import dev.roadcase.core.fact.Hash;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.internal.buffer.BufferInternal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * An answer that is made once and sent many times: body, ETag and headers lie ready, also
 * compressed where that saves something. Sending it costs the request's own few headers and no
 * allocation of the body's size.
 */
final class ReadyAnswer {
  /** Below this the header that names the coding eats what it saves. */
  private static final int WORTH_COMPRESSING = 400;

  private static final CharSequence ACCEPT_ENCODING_NAME =
      HttpHeaders.createOptimized("Accept-Encoding");
  private static final CharSequence GZIP = HttpHeaders.createOptimized("gzip");
  private static final CharSequence NOSNIFF_NAME =
      HttpHeaders.createOptimized("X-Content-Type-Options");
  private static final CharSequence NOSNIFF = HttpHeaders.createOptimized("nosniff");
  private static final CharSequence POLICY_NAME =
      HttpHeaders.createOptimized("Content-Security-Policy");

  /** For what is no page: it loads nothing and runs nothing, also when it is opened by itself. */
  private static final String DATA_POLICY = "default-src 'none'; frame-ancestors 'none'";

  /**
   * One coding of the body.
   *
   * @param whole the answer to a plain GET, from its status line on
   * @param body the end of {@code whole}
   */
  private record Coded(ByteBuf whole, Buffer body, CharSequence length, CharSequence etag) {}

  private final Coded plain;
  private final @Nullable Coded gzip;
  private final CharSequence type;
  private final CacheClass cache;
  private final @Nullable CharSequence vary;
  private final CharSequence policy;

  private ReadyAnswer(
      byte[] body, String etag, String type, CacheClass cache, String vary, String policy) {
    byte[] small = compresses(type) ? compressed(body) : null;
    this.type = HttpHeaders.createOptimized(type);
    this.cache = cache;
    String names = small == null ? vary : vary.isEmpty() ? "Accept-Encoding" : vary;
    this.vary = names.isEmpty() ? null : HttpHeaders.createOptimized(names);
    this.policy = HttpHeaders.createOptimized(policy);
    this.plain = coded(body, etag, null);
    this.gzip = small == null ? null : coded(small, etag + "-gz", GZIP);
  }

  /** Something for programs, styles or eyes: JSON, CSS, a picture. */
  static ReadyAnswer data(byte[] body, String type, CacheClass cache) {
    return new ReadyAnswer(body, tag(body), type, cache, "", DATA_POLICY);
  }

  /** As {@link #data(byte[], String, CacheClass)}, where the content's hash is known already. */
  static ReadyAnswer data(byte[] body, String tag, String type, CacheClass cache) {
    return new ReadyAnswer(body, tag, type, cache, "", DATA_POLICY);
  }

  /**
   * A page for people.
   *
   * @param policy its {@code Content-Security-Policy}
   */
  static ReadyAnswer page(byte[] html, String policy) {
    return new ReadyAnswer(
        html,
        tag(html),
        "text/html; charset=utf-8",
        CacheClass.REVALIDATE,
        "Accept-Encoding, Save-Data",
        policy);
  }

  /** The strong ETag without a coding, with its quotes. */
  String etag() {
    return plain.etag().toString();
  }

  /** Octets that it keeps in memory. */
  int weight() {
    return plain.body().length() + (gzip == null ? 0 : gzip.body().length()) + 512;
  }

  /** Octets as they would travel to a browser, which takes gzip. */
  int transfer() {
    return (gzip == null ? plain : gzip).body().length();
  }

  /**
   * The whole of it, as it is answered to a GET without conditions when it lay ready: what {@link
   * #send} says, without being put together again.
   *
   * @param accepted the request's {@code Accept-Encoding}
   */
  ByteBuf whole(@Nullable String accepted) {
    Coded coded = gzip != null && takesGzip(accepted) ? gzip : plain;
    // Nobody counts who still refers to it: the memory goes back with the last of them.
    return coded.whole().duplicate();
  }

  /**
   * Answers a GET or HEAD.
   *
   * @param status what to say of it in {@code Cache-Status}
   */
  void send(HttpServerRequest request, CharSequence status) {
    Coded small = gzip;
    boolean packed = small != null && takesGzip(request.headers().get(ACCEPT_ENCODING_NAME));
    Coded coded = small != null && packed ? small : plain;
    HttpServerResponse response = request.response();
    MultiMap headers = response.headers();
    // The router's own come before: of those there is to be one.
    if (!headers.isEmpty()) {
      headers.remove(NOSNIFF_NAME).remove(POLICY_NAME);
    }
    headers
        .add(NOSNIFF_NAME, NOSNIFF)
        .add(POLICY_NAME, policy)
        .add(HttpHeaders.ETAG, coded.etag())
        .add(HttpHeaders.CACHE_CONTROL, cache.value())
        .add(CacheClass.STATUS, status);
    if (vary != null) {
      headers.add(HttpHeaders.VARY, vary);
    }
    String held = request.headers().get(HttpHeaders.IF_NONE_MATCH);
    if (held != null && names(held, plain.etag(), small == null ? null : small.etag())) {
      response.setStatusCode(304).end();
      return;
    }
    headers.add(HttpHeaders.CONTENT_TYPE, type).add(HttpHeaders.CONTENT_LENGTH, coded.length());
    if (packed) {
      headers.add(HttpHeaders.CONTENT_ENCODING, GZIP);
    }
    if (HttpMethod.HEAD.equals(request.method())) {
      response.end();
    } else {
      response.end(coded.body());
    }
  }

  /** Whether {@code If-None-Match} names one of the two (weak comparison, RFC 9110 13.1.2). */
  static boolean names(String held, CharSequence one, @Nullable CharSequence other) {
    return held.strip().equals("*")
        || held.contains(one)
        || (other != null && held.contains(other));
  }

  /** Whether {@code Accept-Encoding} allows gzip (RFC 9110, 12.5.3). */
  static boolean takesGzip(@Nullable String accepted) {
    if (accepted == null) {
      return false;
    }
    if (accepted.indexOf(';') < 0 && accepted.contains("gzip")) {
      return true;
    }
    Optional<Boolean> named = Optional.empty();
    boolean any = false;
    for (String part : accepted.split(",", 32)) {
      int semicolon = part.indexOf(';');
      String coding = (semicolon < 0 ? part : part.substring(0, semicolon)).strip();
      boolean refused =
          semicolon >= 0 && part.substring(semicolon + 1).strip().matches("[qQ]=0(\\.0{0,3})?");
      if (coding.equalsIgnoreCase("gzip") || coding.equalsIgnoreCase("x-gzip")) {
        named = Optional.of(!refused);
      } else if (coding.equals("*")) {
        any = !refused;
      }
    }
    return named.orElse(any);
  }

  private static boolean compresses(String type) {
    return type.startsWith("text/")
        || type.startsWith("application/json")
        || type.startsWith("application/yaml")
        || type.startsWith("image/svg+xml")
        || type.endsWith("+json");
  }

  private static String tag(byte[] body) {
    return Hash.of(body).value().substring(0, 22);
  }

  private Coded coded(byte[] body, String tag, @Nullable CharSequence coding) {
    String etag = '"' + tag + '"';
    byte[] head = head(body.length, etag, coding).getBytes(StandardCharsets.US_ASCII);
    ByteBuf whole = outsideTheHeap(head, body);
    return new Coded(
        whole,
        BufferInternal.buffer(whole.slice(head.length, body.length)),
        HttpHeaders.createOptimized(Integer.toString(body.length)),
        HttpHeaders.createOptimized(etag));
  }

  private String head(int length, String etag, @Nullable CharSequence coding) {
    StringBuilder head = new StringBuilder("HTTP/1.1 200 OK\r\n");
    line(head, NOSNIFF_NAME, NOSNIFF);
    line(head, POLICY_NAME, policy);
    line(head, HttpHeaders.ETAG, etag);
    line(head, HttpHeaders.CACHE_CONTROL, cache.value());
    line(head, CacheClass.STATUS, CacheClass.HIT);
    if (vary != null) {
      line(head, HttpHeaders.VARY, vary);
    }
    line(head, HttpHeaders.CONTENT_TYPE, type);
    line(head, HttpHeaders.CONTENT_LENGTH, Integer.toString(length));
    if (coding != null) {
      line(head, HttpHeaders.CONTENT_ENCODING, coding);
    }
    return head.append("\r\n").toString();
  }

  private static void line(StringBuilder head, CharSequence name, CharSequence value) {
    head.append(name).append(": ").append(value).append("\r\n");
  }

  /**
   * Where a socket can take it from without a copy for each request. The memory goes back when
   * nobody refers to the answer any more.
   */
  private static ByteBuf outsideTheHeap(byte[] head, byte[] body) {
    ByteBuffer direct =
        ByteBuffer.allocateDirect(head.length + body.length).put(head).put(body).flip();
    return Unpooled.unreleasableBuffer(Unpooled.wrappedBuffer(direct));
  }

  private static byte @Nullable [] compressed(byte[] body) {
    if (body.length < WORTH_COMPRESSING) {
      return null;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream(body.length / 3);
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(body);
    } catch (IOException e) {
      throw new IllegalStateException("memory can always be written", e);
    }
    return out.size() * 10L < body.length * 9L ? out.toByteArray() : null;
  }
}
