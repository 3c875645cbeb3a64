package dev.roadcase.core.power;

/** How much power there is to go on. The order of the constants is the order of concern. */
public enum PowerState {
  ON_MAINS("on mains"),
  ON_BATTERY("on battery"),
  /** Time to find a socket, and to send what has to be sent. */
  LOW("low"),
  /** What is left is for the ledger. */
  CRITICAL("critical");

  private final String word;

  PowerState(String word) {
    this.word = word;
  }

  public String word() {
    return word;
  }
}
