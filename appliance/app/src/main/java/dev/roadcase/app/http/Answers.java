package dev.roadcase.app.http;

import dev.roadcase.app.shop.View;
import dev.roadcase.app.shop.Window;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What was built from the shop window, for as long as it shows the same. A hundred who ask for one
 * page at once wait for one to be built.
 */
final class Answers {
  /** Answers of one view; beyond that, an answer is built for the one who asked. */
  private static final int MOST = 256;

  private record Built(View view, Map<String, ReadyAnswer> answers) {}

  /** An answer, and what to say of it in {@code Cache-Status}. */
  record Found(ReadyAnswer answer, CharSequence status) {}

  private final Window window;
  private volatile Built built;

  Answers(Window window) {
    this.window = window;
    this.built = new Built(window.view(), new ConcurrentHashMap<>());
  }

  /**
   * The answer of that name.
   *
   * @param maker is called at most once for each view while there is room; may be called by several
   *     threads for different names; does not ask for another answer
   */
  Found get(String name, Function<View, ReadyAnswer> maker) {
    Built now = current();
    ReadyAnswer ready = now.answers().get(name);
    if (ready != null) {
      return new Found(ready, CacheClass.HIT);
    }
    ReadyAnswer made =
        now.answers().size() < MOST
            ? now.answers().computeIfAbsent(name, _ -> maker.apply(now.view()))
            : maker.apply(now.view());
    return new Found(made, CacheClass.MISS);
  }

  /** The answer of that name, when it was made for what is so now. */
  @Nullable ReadyAnswer ready(String name) {
    return current().answers().get(name);
  }

  View view() {
    return window.view();
  }

  private Built current() {
    View view = window.view();
    Built now = built;
    if (now.view().number() >= view.number()) {
      return now;
    }
    Built fresh = new Built(view, new ConcurrentHashMap<>());
    synchronized (this) {
      if (built.view().number() < view.number()) {
        built = fresh;
      }
      return built;
    }
  }
}
