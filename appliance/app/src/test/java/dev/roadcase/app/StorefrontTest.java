package dev.roadcase.app;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.roadcase.app.box.Box;
import dev.roadcase.app.clock.SystemClock;
import dev.roadcase.core.clock.TimeKeeper;
import dev.roadcase.core.fact.Mode;
import dev.roadcase.core.fact.Now;
import dev.roadcase.core.identity.FleetId;
import dev.roadcase.core.identity.Incarnation;
import dev.roadcase.core.identity.KitId;
import dev.roadcase.wire.fact.FactJson;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StorefrontTest {
  @TempDir private Path folder;

  /** It once did not: a price that was changed reached the twin at the next start. */
  @Test
  void theTwinHearsOfWhatIsWritten() throws Exception {
    Box.Identity identity =
        new Box.Identity(
            new FleetId("test"),
            new KitId("kit-1"),
            new Incarnation("0123456789abcdef"),
            Mode.REHEARSAL);
    Box box =
        new Box(
            identity,
            new FactJson(id -> {
              throw new IllegalStateException("there is no pack " + id);
            }));
    Storefront front =
        Storefront.of(folder, box, new SystemClock(TimeKeeper.Trust.NONE, 1_000, Now.OPEN));
    assertTrue(front.readers().contains(front.twin()));
  }
}
