package dev.roadcase.console.upstream;

import dev.roadcase.core.fact.DeltaClass;
import dev.roadcase.core.fact.FactType;
import dev.roadcase.wire.event.SequencesClosed;
import dev.roadcase.wire.json.Malformed;
import java.sql.SQLException;
import java.util.List;

/**
 * What upstream makes of some types of delta, in tables of its own. Deltas stand as they came; a
 * projection can be made again from them. {@link Projections} lists all.
 */
interface Projection extends AutoCloseable {

  /** Unique; under it the database keeps by which {@link #rules} the tables were made. */
  String name();

  /** Goes up when what was booked has to be booked anew. */
  int rules();

  /** What it reads, each before what it is needed for. */
  List<FactType> reads();

  /**
   * Books a stored delta, or lets it wait.
   *
   * @throws Malformed when it is not what it says that it is
   */
  void book(Booking booking, Effects effects) throws SQLException;

  /** Forgets all that it has booked: the deltas follow again. */
  void clear() throws SQLException;

  /**
   * Takes out some of those whose waiting is over; {@link #book} has to be told each of them.
   *
   * @param most of them
   */
  default List<Booking> due(int most) throws SQLException {
    return List.of();
  }

  /** Forgets what is in memory, after something was rolled back. */
  default void forget() {}

  @Override
  void close() throws SQLException;

  /** What booking a delta does beside the projection's own tables. */
  interface Effects {
    /** These sequences of the delta's box will never come. */
    void closed(DeltaClass deltaClass, SequencesClosed closed) throws SQLException;
  }
}
