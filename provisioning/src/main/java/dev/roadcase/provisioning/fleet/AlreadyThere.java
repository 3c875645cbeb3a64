package dev.roadcase.provisioning.fleet;

import java.io.IOException;

/** Something stands where a fleet or a kit was to go. Keys are never overwritten. */
public final class AlreadyThere extends IOException {
  private static final long serialVersionUID = 1L;

  public AlreadyThere(String message) {
    super(message);
  }
}
