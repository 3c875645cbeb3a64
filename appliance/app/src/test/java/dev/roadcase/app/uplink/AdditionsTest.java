package dev.roadcase.app.uplink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.roadcase.app.uplink.Additions.Note;
import dev.roadcase.core.fact.DeltaClass;
import java.util.List;
import org.junit.jupiter.api.Test;

class AdditionsTest {
  private final Additions additions = new Additions();

  @Test
  void neighboursOfAClassBecomeOneNoteAlsoWhenOthersComeBetween() {
    assertTrue(additions.add(note(DeltaClass.P0, 1, false, 0)));
    assertFalse(additions.add(note(DeltaClass.P1, 1, false, 0)));
    additions.add(note(DeltaClass.P0, 2, false, 100));
    additions.add(note(DeltaClass.P1, 2, false, 100));
    assertEquals(
        List.of(
            new Note(false, DeltaClass.P0, 1, 2, false, 100, 0),
            new Note(false, DeltaClass.P1, 1, 2, false, 100, 0)),
        additions.takeAll());
    assertTrue(additions.add(note(DeltaClass.P0, 3, false, 200)));
  }

  @Test
  void urgentAndOlderOnesStayApart() {
    additions.add(note(DeltaClass.P0, 1, false, 0));
    additions.add(note(DeltaClass.P0, 2, true, 0));
    additions.add(note(DeltaClass.P0, 3, true, 300_000_000));
    assertEquals(3, additions.takeAll().size());
  }

  @Test
  void aMillionFactsOfOneSecondAreAHandfulOfNotes() {
    for (int i = 1; i <= 1_000_000; i++) {
      additions.add(note(DeltaClass.P0, i, false, i * 1000L));
    }
    assertEquals(4, additions.takeAll().size());
  }

  private static Note note(DeltaClass deltaClass, long seq, boolean urgent, long at) {
    return new Note(false, deltaClass, seq, seq, urgent, 100, at);
  }
}
