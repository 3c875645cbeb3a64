package dev.roadcase.app.http;

import dev.roadcase.wire.json.Malformed;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The parameters of an OAuth request: {@code application/x-www-form-urlencoded}, UTF-8, each once
 * (RFC 6749 §3.2, appendix B). One without a value counts as not sent.
 */
public final class Form {
  static final String UNREADABLE = "the form cannot be read: a % is followed by two hex digits";

  /** Longest body, in bytes. */
  public static final int MAX = 8_192;

  private final Map<String, String> parameters;

  private Form(Map<String, String> parameters) {
    this.parameters = parameters;
  }

  /**
   * The form of a request whose body was read.
   *
   * @throws Malformed when it is none
   */
  public static Form of(RoutingContext ctx) {
    String type = ctx.request().getHeader(HttpHeaders.CONTENT_TYPE);
    if (type == null
        || !type.split(";", 2)[0].strip().equalsIgnoreCase("application/x-www-form-urlencoded")) {
      throw new Malformed("the Content-Type is application/x-www-form-urlencoded");
    }
    Buffer body = ctx.body().buffer();
    return parse(body == null ? "" : body.toString(StandardCharsets.UTF_8));
  }

  static Form parse(String body) {
    Map<String, String> parameters = new HashMap<>();
    for (String pair : body.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (pair.isEmpty()) {
        continue;
      }
      String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
      String value = equals < 0 ? "" : decoded(pair.substring(equals + 1));
      if (parameters.put(name, value) != null) {
        throw new Malformed("a parameter is given once (RFC 6749 §3.2)");
      }
    }
    return new Form(parameters);
  }

  public Optional<String> optional(String name) {
    return Optional.ofNullable(parameters.get(name)).filter(value -> !value.isEmpty());
  }

  public String required(String name) {
    return optional(name).orElseThrow(() -> new Malformed("\"" + name + "\" is missing"));
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new Malformed(UNREADABLE);
    }
  }
}
