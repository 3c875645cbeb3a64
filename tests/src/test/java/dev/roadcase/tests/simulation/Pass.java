package dev.roadcase.tests.simulation;

import dev.roadcase.core.auth.Claim;
import java.time.Duration;

/**
 * A token as a till holds it, and what stood around when it was asked for.
 *
 * @param boot of the box that issued it
 * @param asked on the virtual clock; it was decided no earlier
 * @param answered it was decided no later
 * @param line what the link was between the two
 * @param claim what the token says
 */
record Pass(
    String kit, String boot, long asked, long answered, Line line, Claim claim, Duration life) {

  /** What the link was while a token was made. */
  enum Line {
    UP,
    DOWN,
    /** It came or went meanwhile: the box may have seen either. */
    CHANGED
  }

  String device() {
    return claim.subject().value();
  }

  /** What upstream can tell it by. */
  String place() {
    return place(kit, device(), claim.index(), claim.generation());
  }

  static String place(String kit, String subject, int index, long generation) {
    return kit + "/" + subject + "/" + index + "/" + generation;
  }

  @Override
  public String toString() {
    return "token " + claim.index() + " of " + device() + ", generation " + claim.generation();
  }
}
