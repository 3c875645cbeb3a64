package dev.roadcase.core.fact;

/** Where a fact in a box's journal comes from. */
public enum Origin {
  /** The box wrote it. */
  OWN,
  /** Another kit of the site wrote it, and the box took it in as it stood there. */
  PEER
}
