package dev.roadcase.app.box;

/** What became of a peer's facts. */
public sealed interface PeerOutcome {
  /**
   * Those that follow are in the journal; what was there already was passed over.
   *
   * @param count how many are new
   * @param next the sequence that the chain goes on with
   * @param gap whether facts before one of them are missing: send from {@code next} on
   */
  record Taken(int count, long next, boolean gap) implements PeerOutcome {}

  /**
   * None was taken.
   *
   * @param seq of the fact that was the reason; 0 for all of them
   */
  record Refused(Why why, long seq) implements PeerOutcome {}

  /** Why a peer's facts are refused. */
  enum Why {
    /** The peer is of another fleet; it may well have a kit of the same name. */
    OTHER_FLEET,
    /** The peer has this box's own name: a copy of it, or a card that was swapped. */
    OUR_OWN_NAME,
    /** A fact of a third kit was among them. */
    OTHER_KIT,
    /** It is dated later than it can be by now. */
    FROM_THE_FUTURE,
    /** Another fact stands in its place: that kit's log was written twice. */
    FORK
  }
}
