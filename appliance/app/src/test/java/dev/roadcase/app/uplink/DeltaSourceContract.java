package dev.roadcase.app.uplink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.roadcase.core.fact.DeltaClass;
import dev.roadcase.wire.event.DeltaEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the uplink relies on, of whatever its deltas are read from. */
abstract class DeltaSourceContract {
  static final int FACTS = 20;
  static final int ROWS = 10;

  private DeltaSource source;

  /** With {@link #FACTS} of p0, {@link #ROWS} of p3, and nothing of p1. */
  abstract DeltaSource source() throws Exception;

  abstract void close() throws Exception;

  @BeforeEach
  void begin() throws Exception {
    source = source();
  }

  @AfterEach
  void end() throws Exception {
    close();
  }

  @Test
  void whatFitsIsReturnedInItsOrder() {
    assertEquals(sequences(1, FACTS), read(DeltaClass.P0, 1, FACTS, 1 << 20));
    assertEquals(sequences(1, ROWS), read(DeltaClass.P3, 1, ROWS, 1 << 20));
    assertEquals(sequences(5, 7), read(DeltaClass.P0, 5, 7, 1 << 20));
    assertEquals(sequences(5, 7), read(DeltaClass.P3, 5, 7, 1 << 20));
  }

  @Test
  void theFirstIsReturnedWhateverItsSize() {
    assertEquals(sequences(3, 3), read(DeltaClass.P0, 3, FACTS, 1));
    assertEquals(sequences(3, 3), read(DeltaClass.P3, 3, ROWS, 1));
  }

  @Test
  void byAndByAllAreReturnedWhateverFits() {
    for (DeltaClass deltaClass : List.of(DeltaClass.P0, DeltaClass.P3)) {
      int there = deltaClass == DeltaClass.P0 ? FACTS : ROWS;
      int whole = source.read(deltaClass, 1, 1, 1).getFirst().body().length();
      List<Long> all = new ArrayList<>();
      while (all.size() < there) {
        List<Long> some = read(deltaClass, all.size() + 1, there, 3 * whole);
        assertTrue(!some.isEmpty() && some.size() <= 4, some::toString);
        all.addAll(some);
      }
      assertEquals(sequences(1, there), all);
    }
  }

  @Test
  void whereNothingIsNothingIsReturned() {
    assertEquals(List.of(), read(DeltaClass.P1, 1, 100, 1 << 20));
    assertEquals(List.of(), read(DeltaClass.P0, FACTS + 1, FACTS + 100, 1 << 20));
    assertEquals(sequences(FACTS, FACTS), read(DeltaClass.P0, FACTS, FACTS + 100, 1 << 20));
    assertEquals(List.of(), read(DeltaClass.P3, ROWS + 1, ROWS + 100, 1 << 20));
  }

  @Test
  void theSameIsReadAgain() {
    assertEquals(
        source.read(DeltaClass.P0, 1, 5, 1 << 20), source.read(DeltaClass.P0, 1, 5, 1 << 20));
    assertEquals(
        source.read(DeltaClass.P3, 1, 5, 1 << 20), source.read(DeltaClass.P3, 1, 5, 1 << 20));
  }

  private List<Long> read(DeltaClass deltaClass, long from, long to, int maxBytes) {
    List<DeltaEvent> read = source.read(deltaClass, from, to, maxBytes);
    read.forEach(event -> assertEquals(deltaClass, event.deltaClass()));
    return read.stream().map(DeltaEvent::seq).toList();
  }

  private static List<Long> sequences(long from, long to) {
    return LongStream.rangeClosed(from, to).boxed().toList();
  }
}
