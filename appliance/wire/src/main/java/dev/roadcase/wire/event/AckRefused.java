package dev.roadcase.wire.event;

/** An acknowledgement that acknowledges nothing, because it is not what it should be. */
public final class AckRefused extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /** The ways to be wrong. */
  public enum Why {
    /** No JWS, no JSON, or not the members that an acknowledgement has. */
    GARBAGE,
    /** Not by upstream's key. */
    BAD_SIGNATURE,
    /** Upstream's, and another kit's. */
    OTHER_KIT,
    /** This kit's, and another life's: a retained message from before the board was flashed. */
    OTHER_INCARNATION,
    /** Ranges that descend, overlap, or touch one another or the prefix. */
    DISORDER,
    /** Of an upstream that says how far it has got, and not what it has. */
    OLD_UPSTREAM
  }

  private final Why why;

  AckRefused(Why why, String message) {
    super(message);
    this.why = why;
  }

  /** In which way it is wrong. */
  public Why why() {
    return why;
  }
}
