package dev.roadcase.core.identity;

/** What a paired device is for. What it may do is the roster's to say. */
public enum Role {
  /** Sells and refunds. */
  TILL("till"),
  /** Sells, with nobody beside it. */
  KIOSK("kiosk"),
  /** Looks at tickets. */
  CHECKIN("checkin"),
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
    throw new IllegalArgumentException(
        "a role is till, kiosk, checkin, crew or sensor, not \"" + word + "\"");
  }
}
