package dev.roadcase.app.http;

import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.contract.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Lets pages of any other origin ask what the contract names (CORS, by the Fetch standard), and
 * nothing else: no page of the crew's and none for people. Every origin is told the same, {@code
 * *}, with which a browser sends no cookie and hands out no answer to a request that had one. What
 * a page may do is then its token's and its key's to say, as for a device that is no browser.
 */
public final class CrossOrigin implements Handler<RoutingContext> {
  public static final CharSequence ALLOW_ORIGIN =
      HttpHeaders.createOptimized("Access-Control-Allow-Origin");
  public static final CharSequence EVERYBODY = HttpHeaders.createOptimized("*");

  private static final CharSequence ORIGIN = HttpHeaders.createOptimized("Origin");
  private static final CharSequence EXPOSED =
      HttpHeaders.createOptimized("Access-Control-Expose-Headers");
  private static final CharSequence ASKS_FOR =
      HttpHeaders.createOptimized("Access-Control-Request-Method");

  /** What a till of another origin reads. */
  private static final CharSequence READABLE =
      HttpHeaders.createOptimized("DPoP-Nonce, WWW-Authenticate, Retry-After, ETag, Cache-Status");

  private static final String METHODS = "GET, HEAD, POST";
  private static final String HEADERS =
      "Authorization, Content-Type, DPoP, If-None-Match, Last-Event-ID";

  /** As long as a browser remembers it; none does for longer. */
  private static final String MAX_AGE = "7200";

  /** The first segments of the contract's paths. */
  private final Set<String> ours;

  CrossOrigin(OpenAPIContract contract) {
    ours =
        Stream.concat(contract.getPaths().stream().map(Path::getName), Stream.of("/openapi.yaml"))
            .map(CrossOrigin::firstSegment)
            .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public void handle(RoutingContext ctx) {
    if (!isOurs(ctx)) {
      ctx.next();
      return;
    }
    HttpServerResponse response = ctx.response();
    response.putHeader(ALLOW_ORIGIN, EVERYBODY);
    MultiMap asked = ctx.request().headers();
    if (!asked.contains(ORIGIN)) {
      ctx.next();
    } else if (HttpMethod.OPTIONS.equals(ctx.request().method()) && asked.contains(ASKS_FOR)) {
      response
          .setStatusCode(204)
          .putHeader("Access-Control-Allow-Methods", METHODS)
          .putHeader("Access-Control-Allow-Headers", HEADERS)
          .putHeader("Access-Control-Max-Age", MAX_AGE)
          .end();
    } else {
      response.putHeader(EXPOSED, READABLE);
      ctx.next();
    }
  }

  /** By the path as the router compares it: {@code /oauth/../crew} is the crew's. */
  private boolean isOurs(RoutingContext ctx) {
    try {
      return ours.contains(firstSegment(ctx.normalizedPath()));
    } catch (IllegalArgumentException e) {
      // A percent sign without its digits; the router says so.
      return false;
    }
  }

  private static String firstSegment(String path) {
    int end = path.indexOf('/', 1);
    return end < 0 ? path : path.substring(0, end);
  }
}
