package dev.roadcase.app.http;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.internal.http.HttpServerRequestInternal;
import io.vertx.core.internal.http.HttpServerRequestWrapper;
import io.vertx.ext.web.RoutingContext;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A HEAD that is looked at as a GET (RFC 9110, 9.3.2): every route answers it as it would answer
 * the GET, and the body is left away.
 */
final class AsGet extends HttpServerRequestWrapper {
  /** Marks an answer whose body is left away. */
  private interface Bodiless {}

  private @Nullable HttpServerResponse response;

  private AsGet(HttpServerRequestInternal head) {
    super(head);
  }

  @Override
  public HttpMethod method() {
    return HttpMethod.GET;
  }

  @Override
  public HttpServerResponse response() {
    if (response == null) {
      response = withoutBody(super.response());
    }
    return response;
  }

  /** With the length that the body would have had, which the server knows only if it is told. */
  private static HttpServerResponse withoutBody(HttpServerResponse real) {
    return (HttpServerResponse)
        Proxy.newProxyInstance(
            HttpServerResponse.class.getClassLoader(),
            new Class<?>[] {HttpServerResponse.class, Bodiless.class},
            (self, method, arguments) -> {
              if (method.getName().equals("end") && arguments != null) {
                real.putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(length(arguments)));
                return real.end();
              }
              try {
                Object result = method.invoke(real, arguments);
                return result == real ? self : result;
              } catch (InvocationTargetException e) {
                throw e.getCause() == null ? e : e.getCause();
              }
            });
  }

  private static int length(Object[] arguments) {
    return switch (arguments[0]) {
      case Buffer body -> body.length();
      case String body when arguments.length == 1 -> body.getBytes(StandardCharsets.UTF_8).length;
      default -> throw new UnsupportedOperationException("a body is a Buffer, or UTF-8");
    };
  }

  /** Whether it came as a HEAD: for whoever has to know by which method it was asked. */
  static boolean isHead(RoutingContext ctx) {
    return ctx.response() instanceof Bodiless;
  }

  /** Hands over every HEAD as a GET. */
  static Handler<HttpServerRequest> before(Handler<HttpServerRequest> router) {
    return request ->
        router.handle(
            HttpMethod.HEAD.equals(request.method())
                    && request instanceof HttpServerRequestInternal head
                ? new AsGet(head)
                : request);
  }
}
