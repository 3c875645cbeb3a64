package dev.roadcase.app.screens;

/** Line drawings on a field of 24 by 24, as SVG path data. */
public enum Icon {
  PLUG("M9 2v5M15 2v5M6 7h12v4a6 6 0 0 1-12 0zM12 17v5"),
  BATTERY("M3 7h15v10H3zM21 10v4M7 10v4M11 10v4"),
  WAVES("M2 9a15 15 0 0 1 20 0M5.5 13a10 10 0 0 1 13 0M9 16.7a5 5 0 0 1 6 0M12 20h.01"),
  NO_WAVES(
      "M2 9a15 15 0 0 1 20 0M5.5 13a10 10 0 0 1 13 0M9 16.7a5 5 0 0 1 6 0M12 20h.01M4 3l16 18"),
  RECEIPT("M6 2h12v20l-3-2-3 2-3-2-3 2zM9.5 8h5M9.5 12h5"),
  UPWARDS("M12 21V8M6 13l6-6 6 6M4 3h16"),
  CHECK("M4 13l5 5L20 6"),
  WARNING("M12 3 2 20h20zM12 9.5v4.5M12 17h.01"),
  INFO("M12 11v6M12 7h.01M12 2.5a9.5 9.5 0 1 0 .01 0z"),
  CLOCK("M12 2.5a9.5 9.5 0 1 0 .01 0zM12 7v5.5l3.5 2"),
  CROSS("M5 5l14 14M19 5 5 19");

  private final String path;

  Icon(String path) {
    this.path = path;
  }

  /** The {@code d} of an SVG path that is stroked, not filled. */
  public String path() {
    return path;
  }
}
