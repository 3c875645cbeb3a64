package dev.roadcase.core.identity;

/** What a paired device is for. The signed roster will refine this; a code carries one of these. */
public enum Role {
  /** Sells and refunds. */
  TILL("till"),
  /** Reads the crew panel; neither sells nor signs. */
  CREW("crew"),
  /** Sends telemetry only. */
  SENSOR("sensor");

  private final String word;

  Role(String word) {
    this.word = word;
  }

  public String word() {
    return word;
  }

  public static Role of(String word) {
    for (Role role : values()) {
      if (role.word.equals(word)) {
        return role;
      }
    }
    throw new IllegalArgumentException("a role is till, crew or sensor, not \"" + word + "\"");
  }
}
