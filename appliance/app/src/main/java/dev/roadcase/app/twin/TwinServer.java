package dev.roadcase.app.twin;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.ZipEntry;
import org.jspecify.annotations.Nullable;

/**
 * The static twin at the visitors' door: GET and HEAD of what {@link TwinFile} wrote, and for the
 * rest a sentence that says when to come back. Opened when the box is gone, closed when it asks.
 */
final class TwinServer {
  private static final int BACKLOG = 256;
  private static final String HTML = "text/html; charset=utf-8";
  private static final String PROBLEM = "application/problem+json";
  private static final String RETRY_SECONDS = "5";

  /** What is under way gets so long to be answered when the door is left. */
  private static final int LAST_SECONDS = 2;

  /** The types of the files that pages link to; a picture's is what the pack says. */
  private static final Map<String, String> TYPES =
      Map.of(
          "html", HTML,
          "css", "text/css; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "svg", "image/svg+xml");

  private final Path dataDir;
  private final InetSocketAddress door;
  private final String policy;
  private final Executor threads;
  private final TwinCopy copy;
  private @Nullable HttpServer server;
  private boolean stopped;

  /**
   * A twin that is not at the door yet.
   *
   * @param policy the pages' {@code Content-Security-Policy}
   */
  TwinServer(Path dataDir, InetSocketAddress door, String policy, Executor threads) {
    this.dataDir = dataDir;
    this.door = door;
    this.policy = policy;
    this.threads = threads;
    this.copy = new TwinCopy(TwinFiles.shop(dataDir));
  }

  /** Whether it is at the door. */
  synchronized boolean open() {
    return server != null;
  }

  /** Goes to the door, if it is free. */
  synchronized boolean tryOpen() {
    if (server != null) {
      return true;
    }
    if (stopped) {
      return false;
    }
    try {
      HttpServer fresh = HttpServer.create(door, BACKLOG);
      fresh.createContext("/", this::answer);
      fresh.setExecutor(threads);
      fresh.start();
      server = fresh;
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Leaves the door. When this returns another may have it; what is under way is answered yet. */
  synchronized void close() {
    HttpServer open = server;
    if (open != null) {
      server = null;
      threads.execute(() -> open.stop(LAST_SECONDS));
      awaitFree();
    }
  }

  /** Leaves the door for good; returns when what was under way is answered. */
  void stop() {
    HttpServer open;
    synchronized (this) {
      stopped = true;
      open = server;
      server = null;
    }
    if (open != null) {
      open.stop(LAST_SECONDS);
    }
  }

  /** The server gives its port back on a thread of its own, within a millisecond as a rule. */
  private void awaitFree() {
    long end = System.nanoTime() + LAST_SECONDS * 1_000_000_000L;
    while (!free() && System.nanoTime() < end) {
      LockSupport.parkNanos(200_000);
    }
  }

  private boolean free() {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(door);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String method = exchange.getRequestMethod();
      boolean head = method.equals("HEAD");
      if (!head && !method.equals("GET")) {
        exchange.getResponseHeaders().set("Allow", "GET, HEAD");
        problem(exchange, head, 405, "wrong-method", "The box is starting again", "Try again.");
        return;
      }
      String path = exchange.getRequestURI().getRawPath();
      Optional<TwinFiles.Wanted> wanted = path == null ? Optional.empty() : TwinFiles.wanted(path);
      if (wanted.isEmpty() || !served(exchange, head, wanted.get())) {
        notHere(exchange, head, wanted.isPresent());
      }
    }
  }

  private boolean served(HttpExchange exchange, boolean head, TwinFiles.Wanted wanted)
      throws IOException {
    return copy.visit(shop ->
        wanted.picture()
            ? picture(exchange, head, shop, wanted.file())
            : page(exchange, head, shop, wanted.file(), 200));
  }

  private boolean page(
      HttpExchange exchange, boolean head, TwinCopy.Shop shop, String name, int status)
      throws IOException {
    Optional<ZipEntry> page = shop.page(name);
    String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
    if (page.isEmpty() || type == null) {
      return false;
    }
    try (InputStream in = shop.open(page.get())) {
      headers(exchange, type, "no-store");
      send(exchange, head, status, page.get().getSize(), in);
    }
    return true;
  }

  private boolean picture(HttpExchange exchange, boolean head, TwinCopy.Shop shop, String hash)
      throws IOException {
    Optional<String> type = shop.typeOf(hash);
    if (type.isEmpty()) {
      return false;
    }
    Path file = dataDir.resolve("assets").resolve(hash.substring(0, 2)).resolve(hash);
    try (InputStream in = Files.newInputStream(file)) {
      headers(exchange, type.get(), "public, max-age=31536000, immutable");
      exchange.getResponseHeaders().set("ETag", '"' + hash + '"');
      send(exchange, head, 200, Files.size(file), in);
      return true;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private static void send(
      HttpExchange exchange, boolean head, int status, long size, InputStream in)
      throws IOException {
    if (head) {
      exchange.getResponseHeaders().set("Content-Length", Long.toString(size));
      exchange.sendResponseHeaders(status, -1);
      return;
    }
    exchange.sendResponseHeaders(status, size == 0 ? -1 : size);
    try (OutputStream out = exchange.getResponseBody()) {
      in.transferTo(out);
    }
  }

  private void notHere(HttpExchange exchange, boolean head, boolean known) throws IOException {
    exchange.getResponseHeaders().set("Retry-After", RETRY_SECONDS);
    String accepts = exchange.getRequestHeaders().getFirst("Accept");
    if (accepts != null
        && accepts.contains("text/html")
        && copy.visit(shop -> page(exchange, head, shop, TwinFiles.AWAY, 503))) {
      return;
    }
    problem(
        exchange,
        head,
        503,
        "starting",
        "The box is starting again",
        known
            ? "The page of that address is not in the copy. Try again in a moment."
            : "This is its copy, which only shows the shop. Try again in a moment.");
  }

  private void problem(
      HttpExchange exchange, boolean head, int status, String name, String title, String detail)
      throws IOException {
    byte[] body =
        "{\"type\":\"urn:roadcase:problem:%s\",\"title\":\"%s\",\"status\":%d,\"detail\":\"%s\"}"
            .formatted(name, title, status, detail)
            .getBytes(StandardCharsets.UTF_8);
    headers(exchange, PROBLEM, "no-store");
    exchange.sendResponseHeaders(status, head ? -1 : body.length);
    if (!head) {
      exchange.getResponseBody().write(body);
    }
  }

  private void headers(HttpExchange exchange, String type, String cache) {
    Headers headers = exchange.getResponseHeaders();
    headers.set("Content-Type", type);
    headers.set("Cache-Control", cache);
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("Referrer-Policy", "no-referrer");
    headers.set("X-Frame-Options", "DENY");
    headers.set(
        "Content-Security-Policy",
        type.equals(HTML) ? policy : "default-src 'none'; frame-ancestors 'none'");
  }
}
