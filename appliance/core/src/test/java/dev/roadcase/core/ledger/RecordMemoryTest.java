package dev.roadcase.core.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The books go on when others have all the memory beside the heap. */
class RecordMemoryTest {
  private static final RecordMemory NONE =
      octets -> {
        throw new OutOfMemoryError("Cannot reserve " + octets + " bytes of direct buffer memory");
      };

  @Test
  void withoutMemoryBesideTheHeapTheBooksAreOnIt() {
    RecordStore store = new RecordStore(2, NONE);
    SlotTable table = new SlotTable(index -> index * 0x9E3779B97F4A7C15L, NONE);
    for (int i = 0; i < 20_000; i++) {
      store.add(new long[] {i, -i});
      table.add(i);
    }
    for (int i = 0; i < 20_000; i++) {
      assertEquals(i, store.word(i, 0));
      assertEquals(-i, store.word(i, 1));
      SlotTable.Probe probe = table.probe(i * 0x9E3779B97F4A7C15L);
      boolean found = false;
      while (!found && probe.next()) {
        found = probe.index() == i;
      }
      assertEquals(true, found, "record " + i);
    }
  }

  @Test
  void theNextPieceIsThereHalfAPieceAhead() {
    List<Long> asked = new ArrayList<>();
    RecordStore store =
        new RecordStore(
            2,
            octets -> {
              asked.add(octets);
              return MemorySegment.ofArray(new long[(int) (octets / Long.BYTES)]);
            });
    for (int i = 0; i < 4096 / 2 + 1; i++) {
      store.add(new long[] {i, i});
    }
    assertEquals(List.of(65_536L), asked);
    for (int i = 0; i < 4096; i++) {
      store.add(new long[] {i, i});
    }
    assertEquals(List.of(65_536L, 65_536L), asked);
  }
}
