package dev.roadcase.app.shop;

import dev.roadcase.app.box.Box;
import dev.roadcase.core.pack.Pack;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Looks at the published state for visitors. A view is used until something that visitors see has
 * changed, and while it changes all the time, for {@link #PACE}: so pages are built per change or
 * ten times a second, not per request.
 */
public final class Window {
  /** A view that is out of date is shown for no longer than this. */
  public static final Duration PACE = Duration.ofMillis(100);

  private final Box box;
  private final LongSupplier nanoTime;
  private volatile boolean changed;
  private volatile View view;
  private long builtAt;

  /**
   * A window onto {@code box}.
   *
   * @param nanoTime as {@link System#nanoTime}
   */
  public Window(Box box, LongSupplier nanoTime) {
    this.box = box;
    this.nanoTime = nanoTime;
    this.view = look(1, Optional.empty());
    this.builtAt = nanoTime.getAsLong();
  }

  /** What there is to be seen. Any thread. */
  public View view() {
    return changed ? refreshed() : view;
  }

  /** Something that visitors see has been published. */
  void hasChanged() {
    changed = true;
  }

  private synchronized View refreshed() {
    long now = nanoTime.getAsLong();
    // Who opens the doors with the first pack shows it, and not the empty window of before.
    if (changed && (view.goods().isEmpty() || now - builtAt >= PACE.toNanos())) {
      // Before looking: a change that comes in meanwhile asks for the next view.
      changed = false;
      view = look(view.number() + 1, view.goods());
      builtAt = now;
    }
    return view;
  }

  @SuppressWarnings(
      "ReferenceEquality") // the shelf is sorted again for each pack that is put there
  private View look(long number, Optional<Goods> before) {
    long position = box.heads().published().position();
    Optional<Pack> pack = box.catalogue().published();
    Optional<Goods> goods =
        pack.map(present ->
            before
                .map(sorted -> sorted.pack() == present ? sorted : Goods.after(sorted, present))
                .orElseGet(() -> Goods.of(present)));
    return new View(number, position, box.identity().mode(), goods, box.rights()::published);
  }
}
