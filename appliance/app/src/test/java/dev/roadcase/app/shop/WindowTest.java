package dev.roadcase.app.shop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.roadcase.app.box.Box;
import dev.roadcase.app.journal.Show;
import dev.roadcase.core.fact.Mode;
import dev.roadcase.core.identity.Incarnation;
import dev.roadcase.core.identity.KitId;
import dev.roadcase.wire.fact.FactJson;
import dev.roadcase.wire.fact.PackShelf;
import org.junit.jupiter.api.Test;

class WindowTest {
  private static final PackShelf NO_SHELF =
      _ -> {
        throw new AssertionError("nothing is read back");
      };

  private final Box box =
      new Box(
          new Box.Identity(Show.FLEET, new KitId("kit-1"), Incarnation.born(0, 1), Mode.LIVE),
          new FactJson(NO_SHELF));
  private long nanos;
  private final Window window = new Window(box, () -> nanos);

  @Test
  void theFirstPackIsSeenAtOnce() {
    apply(1);
    assertTrue(window.view().goods().isPresent());
  }

  @Test
  void afterThatTheWindowIsDressedTenTimesASecond() {
    apply(1);
    assertEquals(1, version());
    apply(2);
    nanos += Window.PACE.toNanos() - 1;
    assertEquals(1, version());
    nanos += 1;
    assertEquals(2, version());
  }

  private long version() {
    return window.view().goods().orElseThrow().pack().version();
  }

  private void apply(long version) {
    var _ = box.decide(Show.now(0), Show.pack(version));
    box.publish();
    window.hasChanged();
  }
}
