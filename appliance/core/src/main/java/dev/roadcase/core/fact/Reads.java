package dev.roadcase.core.fact;

/** Whose facts a {@link Machine} follows. */
public enum Reads {
  /** Those that its own kit wrote. */
  OWN,
  /** Those of the other kits of the site. */
  PEERS,
  /** Both. Whose a fact is, is in its envelope. */
  SITE;

  public boolean covers(Origin origin) {
    return switch (this) {
      case OWN -> origin == Origin.OWN;
      case PEERS -> origin == Origin.PEER;
      case SITE -> true;
    };
  }
}
