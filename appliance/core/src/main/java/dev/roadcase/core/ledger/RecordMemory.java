package dev.roadcase.core.ledger;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Memory for the books: beside the heap, and when there is none, on it. Beside the heap the whole
 * process shares one bound ({@code -XX:MaxDirectMemorySize}); that others have used it up must not
 * end a rule.
 */
interface RecordMemory {
  /** Beside the heap: given back when nobody refers to it any more. */
  RecordMemory DIRECT = octets -> Arena.ofAuto().allocate(octets, Long.BYTES);

  /**
   * A piece of so many octets, zeroed.
   *
   * @param octets a multiple of eight
   * @throws OutOfMemoryError when there is none
   */
  MemorySegment allocate(long octets);

  /** As {@link #allocate}, or on the heap. */
  default MemorySegment somewhere(long octets) {
    try {
      return allocate(octets);
    } catch (OutOfMemoryError e) {
      return MemorySegment.ofArray(new long[Math.toIntExact(octets / Long.BYTES)]);
    }
  }
}
