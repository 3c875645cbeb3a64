package dev.roadcase.app.twin;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The static twin at the visitors' door: GET and HEAD of what {@link TwinTree} wrote, and for the
 * rest a sentence that says when to come back. Opened when the box is gone, closed when it asks.
 */
final class TwinServer {
  private static final int BACKLOG = 256;
  private static final String HTML = "text/html; charset=utf-8";
  private static final String PROBLEM = "application/problem+json";
  private static final String RETRY_SECONDS = "5";

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
  private @Nullable HttpServer server;
  private @Nullable Path typesOf;
  private Map<String, String> types = Map.of();

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

  /** Leaves the door; answers that are under way are cut. */
  synchronized void close() {
    HttpServer open = server;
    if (open != null) {
      open.stop(0);
      server = null;
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
    try {
      // The link may turn at any moment: the generation is looked up once for each request.
      Path generation = TwinFiles.current(dataDir).toRealPath();
      if (wanted.picture()) {
        String type = typesIn(generation).get(wanted.file());
        return type != null && picture(exchange, head, wanted.file(), type);
      }
      String name = wanted.file();
      String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
      if (type == null) {
        return false;
      }
      send(exchange, head, 200, type, "no-store", generation.resolve(name));
      return true;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private boolean picture(HttpExchange exchange, boolean head, String hash, String type)
      throws IOException {
    Path file = dataDir.resolve("assets").resolve(hash.substring(0, 2)).resolve(hash);
    exchange.getResponseHeaders().set("ETag", '"' + hash + '"');
    send(exchange, head, 200, type, "public, max-age=31536000, immutable", file);
    return true;
  }

  private void send(
      HttpExchange exchange, boolean head, int status, String type, String cache, Path file)
      throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      long size = Files.size(file);
      headers(exchange, type, cache);
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
  }

  private void notHere(HttpExchange exchange, boolean head, boolean known) throws IOException {
    exchange.getResponseHeaders().set("Retry-After", RETRY_SECONDS);
    String accepts = exchange.getRequestHeaders().getFirst("Accept");
    Path away = TwinFiles.current(dataDir).resolve(TwinFiles.AWAY);
    if (accepts != null && accepts.contains("text/html") && Files.exists(away)) {
      send(exchange, head, 503, HTML, "no-store", away);
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

  /** Read once for each generation: a pack of a thousand pictures is a hundred kilobytes. */
  private synchronized Map<String, String> typesIn(Path generation) throws IOException {
    if (!generation.equals(typesOf)) {
      Map<String, String> read = new HashMap<>();
      for (String line : Files.readAllLines(generation.resolve(TwinFiles.TYPES))) {
        int space = line.indexOf(' ');
        if (space > 0) {
          read.put(line.substring(0, space), line.substring(space + 1));
        }
      }
      types = read;
      typesOf = generation;
    }
    return types;
  }
}
