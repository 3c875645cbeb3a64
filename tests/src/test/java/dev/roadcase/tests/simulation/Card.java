package dev.roadcase.tests.simulation;

import dev.roadcase.app.box.NotNow;
import dev.roadcase.app.box.Prepared;
import dev.roadcase.app.box.Telemetry;
import dev.roadcase.app.journal.Snapshot;
import dev.roadcase.core.fact.DeltaClass;
import dev.roadcase.core.fact.Entry;
import dev.roadcase.core.pack.PackId;
import dev.roadcase.wire.fact.PackShelf;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The journal's file on a card. What is written can be read at once, by the next process too; only
 * what was flushed is there after a power cut, and perhaps some of what was not.
 *
 * <p>A flush that fails leaves its pages readable and clean, as Linux does: no later fsync brings
 * them to the disk, and without them nothing after them in the log counts. A checkpoint, which
 * copies them into the main file, does.
 */
final class Card {
  private record Transaction(
      List<Entry> entries,
      List<Prepared.Row> rows,
      List<PackId> packs,
      long keepRowsFrom,
      @Nullable Snapshot snapshot) {}

  /** A fact, or a telemetry row, as the uplink reads it. */
  @SuppressWarnings("ArrayRecordComponent") // the stored bytes
  record Delta(DeltaClass deltaClass, long seq, byte[] bytes) {}

  private final Goods goods;
  private final Dice dice;
  private final List<Transaction> log = new ArrayList<>();
  private int durable;
  private int neverFlushed = Integer.MAX_VALUE;
  private boolean full;

  // What follows from the log.
  private final List<Entry> facts = new ArrayList<>();
  private final Map<DeltaClass, List<Entry>> byClass = new EnumMap<>(DeltaClass.class);
  private final List<Prepared.Row> rows = new ArrayList<>();
  private final Set<PackId> packs = new LinkedHashSet<>();
  private long keepRowsFrom;
  private @Nullable Snapshot snapshot;

  Card(Goods goods, Dice dice) {
    this.goods = goods;
    this.dice = dice;
    clearIndex();
  }

  /** Appends one transaction. Throws {@link NotNow} when there is no room, and writes nothing. */
  void write(List<Prepared<?>> batch, long firstRowKept) {
    List<Entry> entries = new ArrayList<>();
    List<Prepared.Row> newRows = new ArrayList<>();
    List<PackId> newPacks = new ArrayList<>();
    for (Prepared<?> prepared : batch) {
      entries.addAll(prepared.entries());
      newRows.addAll(prepared.rows());
      prepared.packs().forEach(pack -> newPacks.add(pack.id()));
    }
    append(new Transaction(entries, newRows, newPacks, firstRowKept, null));
  }

  void write(Snapshot state) {
    append(new Transaction(List.of(), List.of(), List.of(), keepRowsFrom, state));
  }

  /** Something small that has no meaning here, such as the mark of a clean stop. */
  void writeMark() {
    append(new Transaction(List.of(), List.of(), List.of(), keepRowsFrom, null));
  }

  /** All that is written so far, as a flush that begins now will have it on the disk. */
  int written() {
    return log.size();
  }

  void flushed(int upTo) {
    durable = Math.max(durable, Math.min(upTo, neverFlushed));
  }

  void flushFailed() {
    if (durable < log.size()) {
      neverFlushed = Math.min(neverFlushed, durable);
    }
  }

  void checkpoint() {
    durable = log.size();
    neverFlushed = Integer.MAX_VALUE;
  }

  /** Returns how many facts are gone. */
  int powerCut() {
    int most = Math.max(durable, Math.min(log.size(), neverFlushed));
    int kept = (int) dice.between((long) durable, most);
    int before = facts.size();
    List<Transaction> left = List.copyOf(log.subList(0, kept));
    log.clear();
    clearIndex();
    left.forEach(transaction -> {
      log.add(transaction);
      index(transaction);
    });
    durable = kept;
    neverFlushed = Integer.MAX_VALUE;
    return before - facts.size();
  }

  void full(boolean now) {
    full = now;
  }

  Optional<Snapshot> snapshot() {
    return Optional.ofNullable(snapshot);
  }

  /** Facts after {@code position}, in order. */
  List<Entry> after(long position) {
    return facts.subList((int) position, facts.size());
  }

  Telemetry.Span telemetry() {
    long last = rows.size();
    return new Telemetry.Span(Math.max(1, Math.min(keepRowsFrom, last + 1)), last);
  }

  PackShelf shelf() {
    return id -> {
      if (!packs.contains(id)) {
        throw new IllegalArgumentException("the card does not hold the pack " + id);
      }
      return goods.byId(id);
    };
  }

  /** Null when there is no such thing, or no more. */
  @Nullable Delta read(DeltaClass deltaClass, long seq) {
    if (deltaClass == DeltaClass.P3) {
      return seq < keepRowsFrom || seq > rows.size()
          ? null
          : new Delta(
              deltaClass,
              seq,
              rows.get((int) seq - 1)
                  .sample()
                  .json()
                  .getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
    List<Entry> entries = of(deltaClass);
    return seq > entries.size()
        ? null
        : new Delta(deltaClass, seq, entries.get((int) seq - 1).bytes());
  }

  private void append(Transaction transaction) {
    if (full) {
      throw new NotNow(NotNow.Reason.DISK_FULL, "the box's disk is full", 10);
    }
    log.add(transaction);
    index(transaction);
  }

  private void index(Transaction transaction) {
    for (Entry entry : transaction.entries()) {
      facts.add(entry);
      DeltaClass deltaClass = entry.fact().type().reach().deltaClass();
      if (deltaClass != null) {
        of(deltaClass).add(entry);
      }
    }
    rows.addAll(transaction.rows());
    packs.addAll(transaction.packs());
    keepRowsFrom = transaction.keepRowsFrom();
    snapshot = transaction.snapshot() == null ? snapshot : transaction.snapshot();
  }

  private void clearIndex() {
    facts.clear();
    for (DeltaClass deltaClass : DeltaClass.values()) {
      byClass.put(deltaClass, new ArrayList<>());
    }
    rows.clear();
    packs.clear();
    keepRowsFrom = 1;
    snapshot = null;
  }

  private List<Entry> of(DeltaClass deltaClass) {
    return java.util.Objects.requireNonNull(byClass.get(deltaClass));
  }
}
