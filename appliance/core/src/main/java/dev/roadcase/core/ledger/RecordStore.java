package dev.roadcase.core.ledger;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/**
 * A list of records of a few longs each, that only grows. Small ones lie on the heap; from the
 * first full chunk on, beside it.
 */
final class RecordStore {
  private static final int CHUNK = 4096;
  private static final int FIRST = 64;

  private final int words;
  private final List<MemorySegment> chunks = new ArrayList<>();
  private long count;

  RecordStore(int words) {
    this.words = words;
  }

  long count() {
    return count;
  }

  /** Its index. */
  long add(long[] record) {
    int chunk = (int) (count / CHUNK);
    int within = (int) (count % CHUNK);
    if (chunk == chunks.size()) {
      chunks.add(chunk == 0 ? heap(FIRST) : Arena.ofAuto().allocate(bytes(CHUNK), Long.BYTES));
    }
    MemorySegment segment = chunks.get(chunk);
    if (bytes(within + 1) > segment.byteSize()) {
      MemorySegment grown = heap(within * 2);
      grown.copyFrom(segment);
      chunks.set(chunk, grown);
      segment = grown;
    }
    for (int w = 0; w < words; w++) {
      segment.setAtIndex(ValueLayout.JAVA_LONG, (long) within * words + w, record[w]);
    }
    return count++;
  }

  long word(long index, int word) {
    return chunks
        .get((int) (index / CHUNK))
        .getAtIndex(ValueLayout.JAVA_LONG, (index % CHUNK) * words + word);
  }

  private MemorySegment heap(int records) {
    return MemorySegment.ofArray(new long[Math.min(records, CHUNK) * words]);
  }

  private long bytes(int records) {
    return (long) records * words * Long.BYTES;
  }
}
