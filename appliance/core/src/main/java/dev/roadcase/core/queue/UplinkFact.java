package dev.roadcase.core.queue;

import dev.roadcase.core.fact.DeltaClass;
import dev.roadcase.core.fact.FactBody;
import dev.roadcase.core.fact.FactType;
import dev.roadcase.core.fact.MultisetHash;
import dev.roadcase.core.fact.Range;
import dev.roadcase.core.fact.Reach;
import dev.roadcase.core.identity.UpstreamEpoch;
import java.util.List;
import java.util.Optional;

/** What upstream holds, and what it will never get. One record a type. */
public sealed interface UplinkFact extends FactBody {
  FactType TELEMETRY_SHED = new FactType("telemetry-shed", 1, Reach.P1, TelemetryShed.class);

  FactType UPSTREAM_ACKED = new FactType("upstream-acked", 1, Reach.BOX, UpstreamAcked.class);

  /** Does not travel: a box that is set back sends nothing. */
  FactType SET_BACK_FOUND = new FactType("set-back-found", 1, Reach.BOX, SetBackFound.class);

  @Override
  default FactType type() {
    return switch (this) {
      case TelemetryShed _ -> TELEMETRY_SHED;
      case UpstreamAcked _ -> UPSTREAM_ACKED;
      case SetBackFound _ -> SET_BACK_FOUND;
    };
  }

  @Override
  default String key() {
    return switch (this) {
      case TelemetryShed _ -> "shed/p3";
      case UpstreamAcked f -> "ack/" + f.deltaClass().word();
      case SetBackFound _ -> "set-back";
    };
  }

  /**
   * The loss ledger: these p3 sequences were given up, and why.
   *
   * @param from first p3 sequence given up
   * @param to last one, inclusive
   */
  record TelemetryShed(long from, long to, String why) implements UplinkFact {}

  /**
   * How far upstream's database has got in one class, as an ack says that was held against this
   * box's own facts. With a basis, it takes the place of what was believed of the class before.
   *
   * @param ranges above the prefix, each {@code [from, to]}, ascending and apart
   * @param basis none in a journal of before sums: of p0 and p1 such a fact counts for nothing
   */
  record UpstreamAcked(
      DeltaClass deltaClass, long prefix, List<Range> ranges, Optional<AckBasis> basis)
      implements UplinkFact {
    public UpstreamAcked {
      ranges = List.copyOf(ranges);
    }
  }

  /**
   * Upstream has what this box has not: its data folder was set back, or lives twice.
   *
   * @param upstream the highest sequence of the class that upstream names
   * @param here the highest that this box has given out
   * @param doubtful how many sequences upstream names that this box had not believed it to have:
   *     the most that can be missing here
   */
  record SetBackFound(DeltaClass deltaClass, long upstream, long here, long doubtful)
      implements UplinkFact {
    public SetBackFound {
      if (upstream < 0 || here < 0 || doubtful < 0) {
        throw new IllegalArgumentException("sequences and their number are 0 or more");
      }
    }
  }

  /**
   * On what an {@link UpstreamAcked} rests.
   *
   * @param issued when upstream signed, epoch milliseconds by its clock
   * @param dead what stands in upstream's dead letters alone, ascending and apart
   * @param sum of this box's own facts at what is acknowledged; empty for p2 and p3
   */
  record AckBasis(UpstreamEpoch epoch, long issued, List<Range> dead, MultisetHash sum) {
    public AckBasis {
      dead = List.copyOf(dead);
    }
  }
}
