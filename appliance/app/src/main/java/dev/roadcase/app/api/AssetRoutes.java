package dev.roadcase.app.api;

import dev.roadcase.app.assets.AssetStore;
import dev.roadcase.app.assets.AssetStore.Asset;
import dev.roadcase.app.http.AnswerCache;
import dev.roadcase.app.http.ByteRange;
import dev.roadcase.app.http.CacheClass;
import dev.roadcase.app.http.Content;
import dev.roadcase.app.http.CrossOrigin;
import dev.roadcase.app.http.DirectMemory;
import dev.roadcase.app.http.InTurn;
import dev.roadcase.app.http.Overload;
import dev.roadcase.app.http.ReadyAnswer;
import dev.roadcase.app.http.ReadyAnswers;
import dev.roadcase.app.http.Reply;
import dev.roadcase.app.line.ClientAddress;
import dev.roadcase.app.line.Octets;
import dev.roadcase.app.problem.Problem;
import dev.roadcase.core.pack.AssetId;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pictures and other files of the pack, by their hash. Small ones are sent out of memory; a hundred
 * who ask for one that is not there yet wait for one read. Large ones go from the disk to the
 * socket without passing through the heap.
 */
public final class AssetRoutes implements ReadyAnswers {
  private static final Logger LOG = LoggerFactory.getLogger(AssetRoutes.class);

  static final String PATH = "/assets/";

  /** Up to this, a file is kept in memory, octets. */
  static final int SMALL = 64 << 10;

  private static final CharSequence RANGE = HttpHeaders.createOptimized("Range");
  private static final CharSequence IF_RANGE = HttpHeaders.createOptimized("If-Range");
  private static final CharSequence BYTES = HttpHeaders.createOptimized("bytes");
  private static final int HASH_LENGTH = 64;

  /** Files that are open for whoever reads them; the journal needs some, too. */
  private static final int FILES = 1_024;

  /** Of them, for one address: a page's pictures at once. Those of its other phones wait. */
  private static final int FILES_OF_ONE = 64;

  private final Vertx vertx;
  private final AssetStore store;
  private final long memory;
  private final DirectMemory direct;
  private final Octets files = new Octets(FILES, FILES_OF_ONE);
  private volatile Remembered remembered;
  private final Map<AssetId, CompletableFuture<ReadyAnswer>> reading = new ConcurrentHashMap<>();

  /**
   * The files of {@code store}.
   *
   * @param memory octets that small ones may take up
   * @param direct where those are
   */
  public AssetRoutes(Vertx vertx, AssetStore store, long memory, DirectMemory direct) {
    this.direct = direct;
    this.vertx = vertx;
    this.store = store;
    this.memory = memory;
    this.remembered = new Remembered(store.shown(), new AnswerCache<>(memory));
  }

  /** Small files by their path, as long as the same packs count. */
  private record Remembered(Collection<Asset> of, AnswerCache<String> cache) {}

  @SuppressWarnings("ReferenceEquality") // another collection is put there with each pack
  private AnswerCache<String> cache() {
    Remembered now = remembered;
    Collection<Asset> shown = store.shown();
    if (now.of() != shown) {
      now = new Remembered(shown, new AnswerCache<>(memory));
      remembered = now;
    }
    return now.cache();
  }

  @Override
  public boolean has(String target) {
    return target.startsWith(PATH);
  }

  @Override
  public @Nullable ReadyAnswer ready(String path) {
    return cache().get(path);
  }

  @Override
  public boolean serve(HttpServerRequest request, String path) {
    boolean whole = !request.headers().contains(RANGE);
    ReadyAnswer ready = whole ? cache().get(path) : null;
    if (ready != null) {
      ready.send(request, CacheClass.HIT);
      return true;
    }
    Optional<Asset> found = asset(path.substring(PATH.length()));
    if (found.isEmpty()) {
      return false;
    }
    Asset asset = found.get();
    if (!whole || asset.size() > SMALL) {
      fromDisk(request, asset);
    } else {
      Future.fromCompletionStage(read(asset), vertx.getOrCreateContext())
          .onSuccess(answer -> answer.send(request, CacheClass.MISS))
          .onFailure(cause -> gone(request, cause));
    }
    return true;
  }

  private Optional<Asset> asset(String name) {
    if (name.length() != HASH_LENGTH) {
      return Optional.empty();
    }
    try {
      return store.find(new AssetId(name));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private CompletableFuture<ReadyAnswer> read(Asset asset) {
    CompletableFuture<ReadyAnswer> mine = new CompletableFuture<>();
    CompletableFuture<ReadyAnswer> first = reading.putIfAbsent(asset.id(), mine);
    if (first != null) {
      return first;
    }
    vertx
        .executeBlocking(() -> Files.readAllBytes(asset.file()), false)
        .map(bytes ->
            ReadyAnswer.kept(
                Content.data(bytes, asset.id().hex(), asset.type(), CacheClass.IMMUTABLE), direct))
        .onComplete(answer -> {
          if (answer.succeeded()) {
            cache().put(PATH + asset.id(), answer.result());
            mine.complete(answer.result());
          } else {
            mine.completeExceptionally(answer.cause());
          }
          reading.remove(asset.id());
        });
    return mine;
  }

  private void fromDisk(HttpServerRequest request, Asset asset) {
    HttpServerResponse response = request.response();
    String etag = '"' + asset.id().hex() + '"';
    response
        .putHeader(HttpHeaders.ETAG, etag)
        .putHeader(HttpHeaders.CACHE_CONTROL, CacheClass.IMMUTABLE.value())
        .putHeader(HttpHeaders.ACCEPT_RANGES, BYTES)
        .putHeader("X-Content-Type-Options", "nosniff")
        .putHeader(CrossOrigin.ALLOW_ORIGIN, CrossOrigin.EVERYBODY)
        .putHeader("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
    String held = request.headers().get(HttpHeaders.IF_NONE_MATCH);
    if (held != null && ReadyAnswer.names(held, etag, null)) {
      response.setStatusCode(304).end();
      return;
    }
    switch (range(request, asset, etag)) {
      case ByteRange.Whole() -> file(request, asset, 0, asset.size());
      case ByteRange.Part(long from, long length) -> {
        response
            .setStatusCode(206)
            .putHeader(
                HttpHeaders.CONTENT_RANGE,
                "bytes " + from + "-" + (from + length - 1) + "/" + asset.size());
        file(request, asset, from, length);
      }
      case ByteRange.Beyond() -> {
        response.putHeader(HttpHeaders.CONTENT_RANGE, "bytes */" + asset.size());
        Reply.problem(
            response,
            Problem.of(
                416,
                "range-not-satisfiable",
                "The file ends before that",
                "It has " + asset.size() + " octets; ask for a range within them, or for none."));
      }
    }
  }

  /** A range counts only for the file that the client has begun to read (RFC 9110, 13.1.5). */
  private static ByteRange range(HttpServerRequest request, Asset asset, String etag) {
    String unless = request.headers().get(IF_RANGE);
    boolean same = unless == null || unless.strip().equals(etag);
    return same
        ? ByteRange.of(Optional.ofNullable(request.headers().get(RANGE)), asset.size())
        : new ByteRange.Whole();
  }

  private void file(HttpServerRequest request, Asset asset, long from, long length) {
    HttpServerResponse response = request.response();
    response.putHeader(HttpHeaders.CONTENT_TYPE, asset.type());
    if (HttpMethod.HEAD.equals(request.method())) {
      response.putHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(length)).end();
      return;
    }
    String address = ClientAddress.of(request.remoteAddress());
    InTurn.take(
        response,
        comes -> files.inTurn(address, 1, new AtomicLong(), comes),
        turn -> file(request, asset, from, length, turn));
  }

  private void file(
      HttpServerRequest request, Asset asset, long from, long length, Octets.Room turn) {
    HttpServerResponse response = request.response();
    if (turn.refusal() != null) {
      response.headers().clear();
      Reply.problem(
          response,
          Problem.of(
                  503,
                  "too-many-files",
                  "Too many files are being read",
                  "Ask again when those that are under way have come.")
              .retryAfter(Overload.RETRY_SECONDS));
      return;
    }
    sent(response, asset, from, length)
        .onComplete(_ -> turn.giveBack())
        .onFailure(cause -> {
          if (!response.headWritten() && !(cause instanceof HttpClosedException)) {
            gone(request, cause);
          }
        });
  }

  /**
   * Vert.x throws where the connection was closed a moment before; its place is to be left, too.
   */
  private static Future<Void> sent(
      HttpServerResponse response, Asset asset, long from, long length) {
    try {
      return response.sendFile(asset.file().toString(), from, length);
    } catch (NullPointerException | IllegalStateException e) {
      LOG.debug("a picture's connection was closed", e);
      return Future.failedFuture(new HttpClosedException("closed before the picture"));
    }
  }

  /** Swept between two steps, or the disk failed: the pack that replaced it has another page. */
  private static void gone(HttpServerRequest request, Throwable cause) {
    boolean swept =
        cause instanceof NoSuchFileException || cause instanceof java.io.FileNotFoundException;
    Reply.problem(
        request.response(), swept ? Reply.ofStatus(404) : Reply.unexpected(request, cause));
  }
}
