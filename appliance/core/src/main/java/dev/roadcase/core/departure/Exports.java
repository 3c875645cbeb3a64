package dev.roadcase.core.departure;

import dev.roadcase.core.audit.AuditFact.TreeHeadSigned;
import dev.roadcase.core.departure.ExportFact.BooksExported;
import dev.roadcase.core.fact.BoxFact.BoxStarted;
import dev.roadcase.core.fact.BoxFact.BoxStopped;
import dev.roadcase.core.fact.DeltaClass;
import dev.roadcase.core.fact.Entry;
import dev.roadcase.core.fact.FactBody;
import dev.roadcase.core.fact.Now;
import dev.roadcase.core.fact.Reads;
import dev.roadcase.core.fact.StagedMachine;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How far the exports of the books reach. Whatever is written down after the last one is in none of
 * them, with one exception: while they hold everything, the start, the stop and the signed tree
 * head of the box add nothing that an export would be missed for, and are counted as held.
 */
public final class Exports extends StagedMachine<Exports.State> {

  /**
   * What the journal says.
   *
   * @param last null as long as there was no export
   * @param at when it was written down; null with it
   * @param p0Written the highest p0 sequence given out
   * @param p1Written the highest p1 sequence given out
   * @param p0Needed the highest of a p0 fact that has to be in an export
   * @param p1Needed the highest of a p1 fact that has to be in an export
   */
  public record State(
      @Nullable BooksExported last,
      @Nullable Now at,
      long p0Written,
      long p1Written,
      long p0Needed,
      long p1Needed) {
    static final State NOTHING = new State(null, null, 0, 0, 0, 0);

    /** Every fact of the class up to this sequence needs no further export; 0 when none is held. */
    public long upTo(DeltaClass deltaClass) {
      if (last == null) {
        return 0;
      }
      boolean whole = last.p0() >= p0Needed && last.p1() >= p1Needed;
      return switch (deltaClass) {
        case P0 -> whole ? p0Written : last.p0();
        case P1 -> whole ? p1Written : last.p1();
        case P2, P3 -> 0;
      };
    }

    private State written(DeltaClass deltaClass, long sequence, boolean needed) {
      return switch (deltaClass) {
        case P0 -> new State(last, at, sequence, p1Written, needed ? sequence : p0Needed, p1Needed);
        case P1 -> new State(last, at, p0Written, sequence, p0Needed, needed ? sequence : p1Needed);
        case P2, P3 -> this;
      };
    }
  }

  public Exports() {
    super("exports", 1, State.class, State.NOTHING);
  }

  /** The fact that an export is worth: none when an earlier one holds as much. */
  public Optional<BooksExported> note(BooksExported books) {
    State at = current();
    BooksExported last = at.last();
    boolean more =
        last == null
            || books.position() > last.position()
            // The same books once more, where they outlive the box's disk.
            || (books.position() == last.position() && last.ownDisk() && !books.ownDisk());
    return more && books.p0() <= at.p0Written() && books.p1() <= at.p1Written()
        ? Optional.of(books)
        : Optional.empty();
  }

  @Override
  public Reads reads() {
    return Reads.OWN;
  }

  @Override
  public void apply(Entry entry) {
    FactBody body = entry.fact().body();
    State at = current();
    DeltaClass deltaClass = body.type().reach().deltaClass();
    if (deltaClass != null) {
      stage(at.written(deltaClass, entry.fact().classSeq(), !addsNothing(body)));
    } else if (body instanceof BooksExported books) {
      stage(
          new State(
              books,
              entry.fact().now(),
              at.p0Written(),
              at.p1Written(),
              at.p0Needed(),
              at.p1Needed()));
    }
  }

  private static boolean addsNothing(FactBody body) {
    return body instanceof BoxStarted
        || body instanceof BoxStopped
        || body instanceof TreeHeadSigned;
  }
}
