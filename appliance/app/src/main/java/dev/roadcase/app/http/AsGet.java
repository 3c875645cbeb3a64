package dev.roadcase.app.http;

import dev.roadcase.app.screens.CrewPanel;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.internal.http.HttpServerRequestInternal;
import io.vertx.core.internal.http.HttpServerRequestWrapper;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A HEAD that is looked at as a GET (RFC 9110, 9.3.2): every route answers it as it would answer
 * the GET, and the body is left away.
 */
final class AsGet extends HttpServerRequestWrapper {
  private static final Set<String> STREAMS = Set.of(ChangesRoutes.PATH, CrewPanel.EVENTS);

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
            new Class<?>[] {HttpServerResponse.class},
            (self, method, arguments) -> {
              if (method.getName().equals("end") && arguments != null) {
                if (arguments[0] instanceof Buffer body) {
                  real.putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length()));
                  return real.end();
                }
                throw new UnsupportedOperationException("a body is a Buffer");
              }
              try {
                Object result = method.invoke(real, arguments);
                return result == real ? self : result;
              } catch (InvocationTargetException e) {
                throw e.getCause() == null ? e : e.getCause();
              }
            });
  }

  /** Hands over every HEAD as a GET, but for streams, which have no end to be left away. */
  static Handler<HttpServerRequest> before(Handler<HttpServerRequest> router) {
    return request ->
        router.handle(
            HttpMethod.HEAD.equals(request.method())
                    && request instanceof HttpServerRequestInternal head
                    && !STREAMS.contains(request.path())
                ? new AsGet(head)
                : request);
  }
}
