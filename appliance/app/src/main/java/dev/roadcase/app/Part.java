package dev.roadcase.app;

import java.io.IOException;

/**
 * A part of the box, with a beginning and an end. Parts stand in one order: they start in it, and
 * go in reverse, in two steps. First each goes quiet, the journal's writer last: until then words
 * can be written down. When nothing is written any more each stops, so that upstream hears of the
 * end, and whoever stands at a door is told to come back.
 */
interface Part {
  /** Begins, and returns when it has. */
  default void start() throws IOException {}

  /** Begins nothing new, and says its last word to the journal. Of a part that was started. */
  default void quiet() throws InterruptedException {}

  /** Ends. Also of a part that was never started. */
  default void stop() throws InterruptedException {}

  /** What a part begins with. */
  interface Start {
    void run() throws IOException;
  }

  /** A part with a class of its own elsewhere. */
  static Part of(Start start, Runnable quiet) {
    return new Part() {
      @Override
      public void start() throws IOException {
        start.run();
      }

      @Override
      public void quiet() {
        quiet.run();
      }
    };
  }

  /** A step of the start that leaves nothing to end. */
  static Part starting(Start start) {
    return of(start, () -> {});
  }

  /** What is to end, and was begun by others. */
  static Part ending(Runnable stop) {
    return new Part() {
      @Override
      public void stop() {
        stop.run();
      }
    };
  }
}
