package dev.roadcase.app.http;

import dev.roadcase.app.line.Octets;
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
import java.util.function.Consumer;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * An answer that is made once and sent many times: body, ETag and headers lie ready, also
 * compressed where that saves something. Sending it costs the request's own few headers and no
 * allocation of the body's size. One that was made for a single request stays on the heap, and
 * counts as long as it is under way.
 */
public final class ReadyAnswer {
  /** Below this the header that names the coding eats what it saves. */
  static final int WORTH_COMPRESSING = 400;

  private static final CharSequence ACCEPT_ENCODING_NAME =
      HttpHeaders.createOptimized("Accept-Encoding");
  private static final CharSequence GZIP = HttpHeaders.createOptimized("gzip");
  private static final CharSequence NOSNIFF_NAME =
      HttpHeaders.createOptimized("X-Content-Type-Options");
  private static final CharSequence NOSNIFF = HttpHeaders.createOptimized("nosniff");
  private static final CharSequence POLICY_NAME =
      HttpHeaders.createOptimized("Content-Security-Policy");

  /**
   * One coding of the body.
   *
   * @param whole the answer to a plain GET, from its status line on; nothing when it is on the heap
   * @param body the end of {@code whole}
   */
  private record Coded(
      @Nullable ByteBuf whole, Buffer body, CharSequence length, CharSequence etag) {}

  private final Coded plain;
  private final @Nullable Coded gzip;
  private final CharSequence gzipEtag;
  private final CharSequence type;
  private final CacheClass cache;
  private final @Nullable CharSequence vary;
  private final CharSequence policy;
  private final boolean shared;

  /**
   * Makes it ready.
   *
   * @param level of compression, as {@link Deflater} has it; 0 for none
   * @param memory beside the heap; without it, or when there is none left, it stays on the heap
   */
  private ReadyAnswer(Content content, int level, @Nullable DirectMemory memory) {
    boolean compresses = content.compresses();
    byte[] small = compresses && level != 0 ? compressed(content.body(), level) : null;
    this.type = HttpHeaders.createOptimized(content.type());
    this.cache = content.cache();
    String names = compresses && content.vary().isEmpty() ? "Accept-Encoding" : content.vary();
    this.vary = names.isEmpty() ? null : HttpHeaders.createOptimized(names);
    this.shared = content.shared();
    this.policy = HttpHeaders.createOptimized(content.policy());
    this.plain = coded(content.body(), content.tag(), null, memory);
    this.gzip = small == null ? null : coded(small, content.tag() + "-gz", GZIP, memory);
    this.gzipEtag = HttpHeaders.createOptimized('"' + content.tag() + "-gz\"");
  }

  /** To be sent many times. */
  public static ReadyAnswer kept(Content content, DirectMemory memory) {
    return new ReadyAnswer(content, Deflater.DEFAULT_COMPRESSION, memory);
  }

  /** To be sent once. */
  static ReadyAnswer once(Content content, HttpServerRequest to) {
    boolean packs = takesGzip(to.headers().get(ACCEPT_ENCODING_NAME));
    return new ReadyAnswer(content, packs ? Deflater.BEST_SPEED : 0, null);
  }

  /** The strong ETag without a coding, with its quotes. */
  public String etag() {
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

  /** Octets of the body as they travel to the sender of that request. */
  int transfer(HttpServerRequest request) {
    return coded(packed(request)).body().length();
  }

  private boolean packed(HttpServerRequest request) {
    return gzip != null && takesGzip(request.headers().get(ACCEPT_ENCODING_NAME));
  }

  private Coded coded(boolean packed) {
    return packed && gzip != null ? gzip : plain;
  }

  /**
   * The whole of it, as it is answered to a GET without conditions when it lay ready: what {@link
   * #send} says, without being put together again. Nothing when it does not lie beside the heap.
   *
   * @param accepted the request's {@code Accept-Encoding}
   */
  @Nullable ByteBuf whole(@Nullable String accepted) {
    Coded coded = gzip != null && takesGzip(accepted) ? gzip : plain;
    ByteBuf whole = coded.whole();
    // Nobody counts who still refers to it: the memory goes back with the last of them.
    return whole == null ? null : whole.duplicate();
  }

  /**
   * Answers a GET or HEAD with what was made for it alone.
   *
   * @param room that it has, which is given back when it is gone
   */
  public void sendOnce(HttpServerRequest request, Octets.Room room) {
    send(
        request,
        CacheClass.MISS,
        coded -> {
          if (coded == null) {
            room.giveBack();
          } else {
            Reply.end(request.response(), coded.body(), room);
          }
        });
  }

  /**
   * Answers a GET or HEAD.
   *
   * @param status what to say of it in {@code Cache-Status}
   */
  public void send(HttpServerRequest request, CharSequence status) {
    send(
        request,
        status,
        coded -> {
          // What lies ready is copied, too, where it is encrypted.
          if (coded != null && (coded.whole() == null || request.isSSL())) {
            Reply.endReady(request, request.response(), coded.body());
          } else if (coded != null) {
            request.response().end(coded.body());
          }
        });
  }

  /**
   * Says all but the body.
   *
   * @param end sends the body and ends the answer; of nothing, when it has ended without
   */
  private void send(HttpServerRequest request, CharSequence status, Consumer<@Nullable Coded> end) {
    boolean packed = packed(request);
    Coded coded = coded(packed);
    HttpServerResponse response = request.response();
    MultiMap headers = response.headers();
    // The router's own come before: of those there is to be one.
    if (!headers.isEmpty()) {
      headers.remove(NOSNIFF_NAME).remove(POLICY_NAME).remove(CrossOrigin.ALLOW_ORIGIN);
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
    if (shared) {
      headers.add(CrossOrigin.ALLOW_ORIGIN, CrossOrigin.EVERYBODY);
    }
    String held = request.headers().get(HttpHeaders.IF_NONE_MATCH);
    if (held != null && names(held, plain.etag(), gzipEtag)) {
      response.setStatusCode(304).end();
      end.accept(null);
      return;
    }
    headers.add(HttpHeaders.CONTENT_TYPE, type).add(HttpHeaders.CONTENT_LENGTH, coded.length());
    if (packed) {
      headers.add(HttpHeaders.CONTENT_ENCODING, GZIP);
    }
    if (HttpMethod.HEAD.equals(request.method())) {
      response.end();
      end.accept(null);
    } else {
      end.accept(coded);
    }
  }

  /** Whether {@code If-None-Match} names one of the two (weak comparison, RFC 9110 13.1.2). */
  public static boolean names(String held, CharSequence one, @Nullable CharSequence other) {
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

  private Coded coded(
      byte[] body, String tag, @Nullable CharSequence coding, @Nullable DirectMemory memory) {
    String etag = '"' + tag + '"';
    byte[] head = head(body.length, etag, coding).getBytes(StandardCharsets.US_ASCII);
    ByteBuf whole = memory == null ? null : outsideTheHeap(head, body, memory);
    return new Coded(
        whole,
        whole == null
            ? Buffer.buffer(body)
            : BufferInternal.buffer(whole.slice(head.length, body.length)),
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
    if (shared) {
      line(head, CrossOrigin.ALLOW_ORIGIN, CrossOrigin.EVERYBODY);
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
  private static @Nullable ByteBuf outsideTheHeap(byte[] head, byte[] body, DirectMemory memory) {
    ByteBuffer direct = memory.take(head.length + body.length);
    return direct == null
        ? null
        : Unpooled.unreleasableBuffer(Unpooled.wrappedBuffer(direct.put(head).put(body).flip()));
  }

  private static byte @Nullable [] compressed(byte[] body, int level) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(body.length / 3);
    try (GZIPOutputStream gzip = new Level(out, level)) {
      gzip.write(body);
    } catch (IOException e) {
      throw new IllegalStateException("memory can always be written", e);
    }
    return out.size() * 10L < body.length * 9L ? out.toByteArray() : null;
  }

  /** The JDK's stream has one level for everybody. */
  private static final class Level extends GZIPOutputStream {
    Level(ByteArrayOutputStream out, int level) throws IOException {
      super(out);
      def.setLevel(level);
    }
  }
}
