package dev.roadcase.app.uplink;

import dev.roadcase.core.fact.DeltaClass;
import dev.roadcase.core.fact.MultisetHash;
import dev.roadcase.core.fact.Range;
import dev.roadcase.core.queue.AckCheck;
import dev.roadcase.core.queue.Holding;
import dev.roadcase.wire.event.DeltaEvent;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The sums of this box's own deltas. What was read to be sent is remembered for a while, because it
 * is what an ack names next; the rest is read again. Used by the uplink's thread alone.
 */
final class DeltaSums implements DeltaSource, AckCheck.Facts {
  /** Digests remembered of each class: more than is on its way at any time. */
  private static final int REMEMBERED = 8_192;

  private static final int BYTES_AT_A_TIME = 1 << 20;

  private final DeltaSource source;
  private final Map<DeltaClass, Map<Long, MultisetHash>> remembered =
      new EnumMap<>(DeltaClass.class);

  DeltaSums(DeltaSource source) {
    this.source = source;
  }

  @Override
  public List<DeltaEvent> read(DeltaClass deltaClass, long from, long to, int maxBytes) {
    List<DeltaEvent> read = source.read(deltaClass, from, to, maxBytes);
    if (Holding.isSummed(deltaClass)) {
      read.forEach(event -> of(deltaClass).put(event.seq(), MultisetHash.of(event.digest())));
    }
    return read;
  }

  @Override
  public MultisetHash sum(DeltaClass deltaClass, List<Range> ranges) {
    MultisetHash sum = MultisetHash.EMPTY;
    for (Range range : ranges) {
      sum = sum.plus(sum(deltaClass, range));
    }
    return sum;
  }

  private MultisetHash sum(DeltaClass deltaClass, Range range) {
    MultisetHash sum = MultisetHash.EMPTY;
    Map<Long, MultisetHash> known = of(deltaClass);
    long next = range.from();
    while (next <= range.to()) {
      MultisetHash digest = known.get(next);
      if (digest != null) {
        sum = sum.plus(digest);
        next++;
        continue;
      }
      List<DeltaEvent> read = source.read(deltaClass, next, range.to(), BYTES_AT_A_TIME);
      if (read.isEmpty()) {
        return sum;
      }
      for (DeltaEvent event : read) {
        sum = sum.plus(MultisetHash.of(event.digest()));
      }
      next = read.getLast().seq() + 1;
    }
    return sum;
  }

  private Map<Long, MultisetHash> of(DeltaClass deltaClass) {
    return remembered.computeIfAbsent(deltaClass, c -> new Youngest());
  }

  private static final class Youngest extends LinkedHashMap<Long, MultisetHash> {
    private static final long serialVersionUID = 1L;

    @Override
    protected boolean removeEldestEntry(Map.Entry<Long, MultisetHash> eldest) {
      return size() > REMEMBERED;
    }
  }
}
