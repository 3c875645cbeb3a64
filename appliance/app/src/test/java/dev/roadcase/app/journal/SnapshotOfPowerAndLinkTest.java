package dev.roadcase.app.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.roadcase.app.box.Box;
import dev.roadcase.app.box.NoteCommand;
import dev.roadcase.core.fact.Mode;
import dev.roadcase.core.fact.Now;
import dev.roadcase.core.identity.FleetId;
import dev.roadcase.core.identity.Incarnation;
import dev.roadcase.core.identity.KitId;
import dev.roadcase.wire.fact.FactJson;
import dev.roadcase.wire.fact.PackShelf;
import org.junit.jupiter.api.Test;

class SnapshotOfPowerAndLinkTest {
  private static final PackShelf NO_PACKS =
      id -> {
        throw new IllegalArgumentException("no pack " + id);
      };
  private final Snapshots snapshots = new Snapshots(Mode.DEMO, NO_PACKS);

  @Test
  void aSnapshotKeepsPowerAndLink() {
    Box box = box();
    Now now = new Now("boot", 7, 0, Now.OPEN, 0);
    box.decide(now, new NoteCommand.NotePower(false, 18, 40));
    box.decide(now, new NoteCommand.NoteLink(true, "cellular"));
    box.publish();

    Box again = restored(box);

    assertEquals(box.power().state(), again.power().state());
    assertEquals(box.link().state(), again.link().state());
    assertEquals(now, again.link().state().since());
  }

  @Test
  void whatWasNeverSeenStaysUnknown() {
    Box again = restored(box());
    assertNull(again.power().state().last());
    assertNull(again.link().state().last());
  }

  private Box restored(Box box) {
    Box again = box();
    assertTrue(snapshots.restore(again, snapshots.whole(box)));
    return again;
  }

  private static Box box() {
    return new Box(
        new Box.Identity(
            new FleetId("fleet"),
            new KitId("kit-4"),
            new Incarnation("0123456789abcdef"),
            Mode.DEMO),
        new FactJson(NO_PACKS));
  }
}
