package dev.roadcase.app.http;

import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/**
 * Answers that a crowd asks for all day long and that lie ready in memory. A target counts as it
 * came: what is spelt in another way is left to the router, which has the checks.
 */
public interface ReadyAnswers {
  /** Whether that target is one of these, ready or not. */
  boolean has(String target);

  /** The answer to a target of these, when it lies ready now. */
  @Nullable ReadyAnswer ready(String target);

  /**
   * Answers a GET or HEAD of a target of these. False when there is nothing of that name: the
   * request is then untouched.
   */
  boolean serve(HttpServerRequest request, String target);
}
