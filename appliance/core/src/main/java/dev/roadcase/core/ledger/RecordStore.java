package dev.roadcase.core.ledger;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A list of records of a few longs each, that only grows. Small ones lie on the heap; from the
 * first full chunk on, beside it. The memory for what comes next is there half a chunk before it is
 * needed.
 */
final class RecordStore {
  private static final int CHUNK = 4096;
  private static final int FIRST = 64;

  private static final ValueLayout.OfLong BYTES =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  private final int words;
  private final RecordMemory memory;
  private final List<MemorySegment> chunks = new ArrayList<>();
  private @Nullable MemorySegment ahead;
  private long count;

  RecordStore(int words) {
    this(words, RecordMemory.DIRECT);
  }

  RecordStore(int words, RecordMemory memory) {
    this.words = words;
    this.memory = memory;
  }

  long count() {
    return count;
  }

  /** Its index. */
  long add(long[] record) {
    int chunk = (int) (count / CHUNK);
    int within = (int) (count % CHUNK);
    if (chunk == chunks.size()) {
      chunks.add(chunk == 0 ? heap(FIRST) : next());
    } else if (within == CHUNK / 2) {
      ahead = memory.somewhere(bytes(CHUNK));
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

  /** Records as bytes, behind those that are there. */
  void addAll(byte[] records) {
    MemorySegment from = MemorySegment.ofArray(records);
    long[] record = new long[words];
    for (long at = 0; at < records.length; at += bytes(1)) {
      int within = (int) (count % CHUNK);
      long fits = Math.min((records.length - at) / bytes(1), CHUNK - within);
      if (within == 0 && fits == CHUNK) {
        MemorySegment chunk = next();
        MemorySegment.copy(from, BYTES, at, chunk, ValueLayout.JAVA_LONG, 0, (long) CHUNK * words);
        chunks.add(chunk);
        count += CHUNK;
        at += bytes(CHUNK - 1);
      } else {
        for (int w = 0; w < words; w++) {
          record[w] = from.get(BYTES, at + (long) w * Long.BYTES);
        }
        add(record);
      }
    }
  }

  long word(long index, int word) {
    return chunks
        .get((int) (index / CHUNK))
        .getAtIndex(ValueLayout.JAVA_LONG, (index % CHUNK) * words + word);
  }

  private MemorySegment next() {
    MemorySegment next = ahead;
    ahead = null;
    return next == null ? memory.somewhere(bytes(CHUNK)) : next;
  }

  private MemorySegment heap(int records) {
    return MemorySegment.ofArray(new long[Math.min(records, CHUNK) * words]);
  }

  private long bytes(int records) {
    return (long) records * words * Long.BYTES;
  }
}
