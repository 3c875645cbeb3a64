package dev.roadcase.provisioning.demo;

import java.io.PrintStream;
import java.time.Duration;
import java.util.function.IntSupplier;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Tells how the day goes: a bar on a terminal, a line a phase elsewhere. On stderr, as progress is. */
final class Telling implements AutoCloseable {
  private static final int WIDTH = 78;

  private final PrintStream err;
  private final boolean terminal;
  private final ProgressBar bar;
  private final IntSupplier shown;
  private final long start = System.nanoTime();

  Telling(PrintStream err, int sales, IntSupplier shown) {
    this.err = err;
    this.shown = shown;
    terminal = System.console() != null && System.console().isTerminal();
    bar =
        terminal
            ? new ProgressBarBuilder()
                .setTaskName("Opening")
                .setInitialMax(sales)
                .setUnit(" sales", 1)
                .setStyle(ProgressBarStyle.ASCII)
                .setMaxRenderedLength(WIDTH)
                .setUpdateIntervalMillis(200)
                .build()
            : null;
  }

  void phase(String name) {
    if (terminal) {
      bar.setExtraMessage(" " + name);
      bar.stepTo(shown.getAsInt());
    } else {
      Duration since = Duration.ofNanos(System.nanoTime() - start);
      err.printf("%3d s  %-52s %,5d sales%n", since.toSeconds(), name, shown.getAsInt());
    }
  }

  void step() {
    if (terminal) {
      bar.stepTo(shown.getAsInt());
    }
  }

  @Override
  public void close() {
    if (terminal) {
      bar.stepTo(shown.getAsInt());
      bar.close();
    }
  }
}
