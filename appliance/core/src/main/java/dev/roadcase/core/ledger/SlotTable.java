package dev.roadcase.core.ledger;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.function.LongUnaryOperator;

/**
 * An index over the records of a list by a hash of theirs: open addressing, four bytes a slot, at
 * most three of four in use. Holds no keys; who asks compares.
 */
final class SlotTable {
  private static final int FIRST = 64;
  private static final int HEAP_MAX = 1 << 14;
  private static final long RECORDS_MAX = (1L << 30) - 1;

  private final LongUnaryOperator hashOf;
  private final RecordMemory memory;
  private MemorySegment slots = MemorySegment.ofArray(new int[FIRST]);
  private int capacity = FIRST;
  private int used;

  /**
   * An empty table.
   *
   * @param hashOf the hash of the record at an index
   */
  SlotTable(LongUnaryOperator hashOf) {
    this(hashOf, RecordMemory.DIRECT);
  }

  SlotTable(LongUnaryOperator hashOf, RecordMemory memory) {
    this.hashOf = hashOf;
    this.memory = memory;
  }

  /** So many records are about to come: grows once, and not while they do. */
  void expect(long records) {
    while (used == 0 && records >= capacity / 4 * 3L && capacity < 1 << 30) {
      grow();
    }
  }

  void add(long index) {
    if (index > RECORDS_MAX) {
      throw new IllegalStateException("the books of one box end at a billion");
    }
    if (used >= capacity / 4 * 3) {
      grow();
    }
    put(hashOf.applyAsLong(index), (int) index);
    used++;
  }

  private void put(long hash, int index) {
    int slot = (int) hash & (capacity - 1);
    while (slots.getAtIndex(ValueLayout.JAVA_INT, slot) != 0) {
      slot = (slot + 1) & (capacity - 1);
    }
    slots.setAtIndex(ValueLayout.JAVA_INT, slot, index + 1);
  }

  private void grow() {
    MemorySegment old = slots;
    int oldCapacity = capacity;
    capacity *= 2;
    slots =
        capacity <= HEAP_MAX
            ? MemorySegment.ofArray(new int[capacity])
            : memory.somewhere((long) capacity * Integer.BYTES);
    for (int i = 0; i < oldCapacity; i++) {
      int held = old.getAtIndex(ValueLayout.JAVA_INT, i);
      if (held != 0) {
        put(hashOf.applyAsLong(held - 1), held - 1);
      }
    }
  }

  /** The records that may have this hash. */
  Probe probe(long hash) {
    return new Probe((int) hash & (capacity - 1));
  }

  /** Goes over the slots in which a record of one hash can be. */
  final class Probe {
    private int slot;
    private int index;

    private Probe(int slot) {
      this.slot = slot;
    }

    boolean next() {
      index = slots.getAtIndex(ValueLayout.JAVA_INT, slot) - 1;
      slot = (slot + 1) & (capacity - 1);
      return index >= 0;
    }

    long index() {
      return index;
    }
  }
}
