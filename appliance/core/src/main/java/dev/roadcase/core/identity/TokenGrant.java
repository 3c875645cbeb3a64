package dev.roadcase.core.identity;

/** How a token came about. */
public enum TokenGrant {
  /** The first one, with the pairing. */
  PAIRING("pairing"),
  /** The device showed that it still has its key. */
  RENEWAL("renewal"),
  /** A staff member's PIN, over a device's key. */
  PIN("pin"),
  /** A machine's secret. */
  CLIENT("client");

  private final String word;

  TokenGrant(String word) {
    this.word = word;
  }

  public String word() {
    return word;
  }

  public static TokenGrant of(String word) {
    for (TokenGrant grant : values()) {
      if (grant.word.equals(word)) {
        return grant;
      }
    }
    throw new IllegalArgumentException("\"" + word + "\" is no way to a token");
  }
}
