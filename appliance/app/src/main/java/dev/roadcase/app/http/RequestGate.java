package dev.roadcase.app.http;

import dev.roadcase.app.line.Credentials;
import dev.roadcase.app.line.HostHeader;
import dev.roadcase.app.line.Lines;
import dev.roadcase.app.problem.Problem;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns away what is no request of HTTP before anybody looks for its answer: without a host or with
 * two, with a target that is none, and CONNECT. Each is the sender's mistake and is told so; none
 * is an error of the box. So is a stranger, while the heap is short.
 */
final class RequestGate implements Handler<HttpServerRequest> {
  private static final Logger LOG = LoggerFactory.getLogger(RequestGate.class);

  private final Handler<HttpServerRequest> inside;
  private final HeapGuard heap;
  private final Credentials credentials;

  RequestGate(Handler<HttpServerRequest> inside, HeapGuard heap, Credentials credentials) {
    this.inside = inside;
    this.heap = heap;
    this.credentials = credentials;
  }

  @Override
  public void handle(HttpServerRequest request) {
    Optional<Problem> problem = problem(request);
    if (problem.isEmpty() && heap.pressed() && !ours(request)) {
      request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
      Reply.problem(request.response(), Overload.shortOfMemory());
    } else if (problem.isEmpty()) {
      inside.handle(request);
    } else {
      LOG.debug("no request: {} {}", request.method(), problem.get().detail());
      Reply.problem(request.response(), problem.get());
    }
  }

  private boolean ours(HttpServerRequest request) {
    return Lines.known(request.connection())
        || credentials.areGood(name -> request.headers().getAll(name));
  }

  private static Optional<Problem> problem(HttpServerRequest request) {
    if (HttpMethod.CONNECT.equals(request.method())) {
      return Optional.of(
          Problem.of(501, "no-proxy", "The box is no proxy", "CONNECT leads nowhere from here."));
    }
    boolean two = request.version() == HttpVersion.HTTP_2;
    String target = request.uri();
    if (target == null || target.isEmpty() || !mayBeTarget(target, two)) {
      return Optional.of(Problem.malformed("The target is a path, from its first / on."));
    }
    if (!isScheme(request.scheme())) {
      return Optional.of(
          Problem.malformed("The scheme is http or https (RFC 9113, section 8.3.1)."));
    }
    List<String> hosts = request.headers().getAll(HttpHeaders.HOST);
    if (hosts.size() > 1) {
      return Optional.of(Problem.malformed("There are two Host headers (RFC 9112, section 3.2)."));
    }
    if (hosts.isEmpty() && (!two || request.authority() == null)) {
      return Optional.of(Problem.malformed("The Host header is missing (RFC 9112, section 3.2)."));
    }
    // In this order: Vert.x throws at some of what is no host.
    boolean sound =
        (hosts.isEmpty() || HostHeader.canBe(hosts.getFirst()))
            && request.authority() != null
            && HostHeader.canBe(request.authority().toString())
            && hasHost(target);
    return sound
        ? Optional.empty()
        : Optional.of(Problem.malformed("The request names no host (RFC 9110, section 7.2)."));
  }

  /** The others lead to no door of a box (RFC 9110, 4.2); letters of any case (RFC 3986, 3.1). */
  private static boolean isScheme(@Nullable String scheme) {
    return "https".equalsIgnoreCase(scheme) || "http".equalsIgnoreCase(scheme);
  }

  /** A whole address has its host in it. */
  private static boolean hasHost(String target) {
    if (target.charAt(0) == '/') {
      return true;
    }
    int from = target.indexOf("//") + 2;
    int to = from;
    while (to < target.length() && "/?#".indexOf(target.charAt(to)) < 0) {
      to++;
    }
    return HostHeader.canBe(target.substring(from, to));
  }

  /** By HTTP/1 a whole address is a target as well (RFC 9112, 3.2.2); by HTTP/2 never. */
  private static boolean mayBeTarget(String target, boolean two) {
    return target.charAt(0) == '/'
        || (!two
            && (target.regionMatches(true, 0, "http://", 0, 7)
                || target.regionMatches(true, 0, "https://", 0, 8)));
  }
}
