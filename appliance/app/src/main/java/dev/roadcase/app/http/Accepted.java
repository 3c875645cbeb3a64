package dev.roadcase.app.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What kind of answer somebody would rather have, by {@code Accept} (RFC 9110, 12.5.1). A person's
 * browser asks for {@code text/html} before all else; a machine asks for JSON, for anything, or for
 * nothing in particular, and gets JSON.
 */
public enum Accepted {
  PAGE,
  TEXT,
  JSON;

  public static final String VARY = "Accept";

  private static final List<String> JSON_TYPES =
      List.of("application/json", "application/problem+json");

  /** Of a page, plain text or JSON; JSON where it is wanted no less than another. */
  public static Accepted of(HttpServerRequest request) {
    return of(accept(request));
  }

  public static Accepted of(@Nullable String accept) {
    double json = JSON_TYPES.stream().mapToDouble(type -> weight(accept, type)).max().orElse(0);
    double page = weight(accept, "text/html");
    double text = weight(accept, "text/plain");
    if (page > json && page >= text) {
      return PAGE;
    }
    return text > json ? TEXT : JSON;
  }

  private static @Nullable String accept(HttpServerRequest request) {
    List<String> lines = request.headers().getAll(HttpHeaders.ACCEPT);
    return lines.isEmpty() ? null : String.join(",", lines);
  }

  /** Of the range that fits most closely; without the header everything will do. */
  private static double weight(@Nullable String accept, String type) {
    if (accept == null || accept.isBlank()) {
      return 1;
    }
    String anyOfIts = type.substring(0, type.indexOf('/')) + "/*";
    int closest = 0;
    double weight = 0;
    for (String range : accept.toLowerCase(Locale.ROOT).split(",", -1)) {
      String[] parts = range.split(";", -1);
      String name = parts[0].strip();
      int close = name.equals(type) ? 3 : name.equals(anyOfIts) ? 2 : name.equals("*/*") ? 1 : 0;
      if (close > closest) {
        closest = close;
        weight = weight(parts);
      } else if (close > 0 && close == closest) {
        weight = Math.max(weight, weight(parts));
      }
    }
    return weight;
  }

  private static double weight(String[] parts) {
    for (int i = 1; i < parts.length; i++) {
      String parameter = parts[i].strip();
      if (parameter.startsWith("q=")) {
        try {
          return Math.clamp(Double.parseDouble(parameter.substring(2).strip()), 0, 1);
        } catch (NumberFormatException e) {
          return 0; // No weight that anybody understands: not what was wanted.
        }
      }
    }
    return 1;
  }
}
