package dev.roadcase.app.screens;

/**
 * How somebody looks at the shop.
 *
 * @param lite the smallest pictures only: asked for, or by {@code Save-Data}
 * @param query what to look for, as it was typed; may be empty
 * @param page from 1
 * @param asOf for a page that outlives the box's process: of when its prices are; empty when the
 *     page is live
 */
public record Sight(boolean lite, String query, int page, String asOf) {
  /** The shop's front, live. */
  public static final Sight FRONT = new Sight(false, "", 1, "");

  /** A page that says of when it is. */
  public static Sight twin(int page, String asOf) {
    return new Sight(false, "", page, asOf);
  }

  boolean live() {
    return asOf.isEmpty();
  }

  /** What a link to elsewhere in the shop has to carry along: "?lite=1", or nothing. */
  String carried() {
    return lite ? "?lite=1" : "";
  }
}
