package dev.roadcase.app.screens;

import java.util.List;

/**
 * One of the four big tiles, in words.
 *
 * @param id of the element that it is swapped into
 * @param headline to be read at arm's length
 * @param details at most three short lines
 * @param step what to do, one imperative sentence; "" when there is nothing to do
 * @param anchor of the state on the help page
 */
public record Tile(
    String id,
    String label,
    Icon icon,
    Tone tone,
    String headline,
    List<String> details,
    String step,
    String anchor) {
  public Tile {
    details = List.copyOf(details);
  }
}
