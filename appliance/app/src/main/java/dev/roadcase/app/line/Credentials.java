package dev.roadcase.app.line;

import java.util.List;
import java.util.function.Function;

/** What a request shows of its sender, looked at before the server hears of the request. */
public interface Credentials {
  /** Nobody is recognised. */
  Credentials NONE = _ -> false;

  /**
   * Whether a request is signed by one of ours. Called on an event loop, of any thread; takes a few
   * signatures at most, uses nothing up, and admits nobody: the request is still to be admitted.
   *
   * @param headers all values of a field, by its name in lower case
   */
  boolean areGood(Function<String, List<String>> headers);
}
