package dev.roadcase.app.box;

/** It cannot be done at the moment, and nothing was done: ask again later. */
public final class NotNow extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What stands in the way; each has a problem type of its own. */
  public enum Reason {
    DISK_FULL,
    TOO_BUSY,
    STOPPING
  }

  private final Reason reason;
  private final int retryAfterSeconds;

  public NotNow(Reason reason, String message, int retryAfterSeconds) {
    super(message, null, false, false);
    this.reason = reason;
    this.retryAfterSeconds = retryAfterSeconds;
  }

  public Reason reason() {
    return reason;
  }

  public int retryAfterSeconds() {
    return retryAfterSeconds;
  }
}
