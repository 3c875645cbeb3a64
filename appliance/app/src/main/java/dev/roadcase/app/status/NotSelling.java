package dev.roadcase.app.status;

/** Why nothing is sold, the first to name first. */
public enum NotSelling {
  SET_BACK("this box is set back: stop it, and type roadcase box adopt"),
  NO_PACK("no pack is loaded"),
  NO_TILL("no till is paired"),
  DISK_FULL("the disk is full"),
  LAST_WATT("the battery is nearly empty"),
  STOPPING("the box is stopping"),
  /** For a moment: a till is told to send its sale again. */
  TOO_BUSY("sales come in faster than they can be saved");

  private final String words;

  NotSelling(String words) {
    this.words = words;
  }

  /** A half-sentence for the crew. */
  public String words() {
    return words;
  }
}
