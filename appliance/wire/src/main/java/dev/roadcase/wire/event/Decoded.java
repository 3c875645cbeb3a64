package dev.roadcase.wire.event;

import java.util.List;

/** What one message held: the events, and beside them what was none. */
public record Decoded(List<DeltaEvent> events, List<Rejected> rejected) {
  /** Takes copies. */
  public Decoded {
    events = List.copyOf(events);
    rejected = List.copyOf(rejected);
  }
}
