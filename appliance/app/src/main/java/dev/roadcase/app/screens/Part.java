package dev.roadcase.app.screens;

/** What the panel has something to say about; the order is that of the page. */
enum Part {
  POWER("power", "Power"),
  LINK("link", "Link"),
  SELLING("selling", "Selling"),
  SYNC("sync", "Sync"),
  UNPLUG("unplug", "Safe to unplug?"),
  STRIKE("strike", "Safe to strike?"),
  PACK("pack", "Pack"),
  DEVICES("devices", "Devices"),
  CLOCK("clock", "Clock"),
  DISK("disk", "Disk");

  private final String id;
  private final String label;

  Part(String id, String label) {
    this.id = id;
    this.label = label;
  }

  /** Of its element. */
  String id() {
    return id;
  }

  String label() {
    return label;
  }
}
