package dev.roadcase.app;

import java.io.IOException;
import java.util.List;

/**
 * The parts of a box in their order: up in it, and down in reverse, by the steps of {@link Part}.
 */
final class Parts {
  private final List<Part> parts;
  private int reached;

  Parts(Part... parts) {
    this.parts = List.of(parts);
  }

  /** Starts all of them. When one cannot, those before it are taken down, and it with them. */
  void up() throws IOException {
    try {
      for (Part part : parts) {
        reached++;
        part.start();
      }
    } catch (IOException | RuntimeException e) {
      down();
      throw e;
    }
  }

  /** The parts that were reached go quiet; then all stop. */
  void down() {
    parts.subList(0, reached).reversed().forEach(part -> uninterrupted(part::quiet));
    parts.reversed().forEach(part -> uninterrupted(part::stop));
  }

  private interface Step {
    void take() throws InterruptedException;
  }

  /** Nobody waits after an interrupt; every step is taken all the same. */
  private static void uninterrupted(Step step) {
    try {
      step.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
