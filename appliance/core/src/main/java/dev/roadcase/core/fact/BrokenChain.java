package dev.roadcase.core.fact;

/**
 * A journal whose facts do not follow one another: torn, edited, or another box's. Never repaired.
 */
public final class BrokenChain extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public BrokenChain(String message) {
    super(message);
  }
}
