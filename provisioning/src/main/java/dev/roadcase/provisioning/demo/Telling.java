package dev.roadcase.provisioning.demo;

import java.io.Console;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Optional;
import java.util.function.IntSupplier;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * Tells how the day goes: a bar on a terminal, a line a phase elsewhere. On stderr, as progress is.
 */
final class Telling implements AutoCloseable {
  private static final int WIDTH = 78;

  private final PrintStream err;
  private final @Nullable ProgressBar bar;
  private final IntSupplier shown;
  private final long start = System.nanoTime();

  Telling(PrintStream err, int sales, IntSupplier shown) {
    this.err = err;
    this.shown = shown;
    bar =
        Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent()
            ? bar(sales)
            : null;
  }

  private static ProgressBar bar(int sales) {
    return new ProgressBarBuilder()
        .setTaskName("Day")
        .setInitialMax(sales)
        .setUnit(" sales", 1)
        .setStyle(ProgressBarStyle.ASCII)
        .setMaxRenderedLength(WIDTH)
        .setUpdateIntervalMillis(200)
        .build();
  }

  void phase(String name) {
    if (bar != null) {
      bar.setExtraMessage(" " + name);
      bar.stepTo(shown.getAsInt());
    } else {
      Duration since = Duration.ofNanos(System.nanoTime() - start);
      err.printf("%3d s  %-52s %,5d sales%n", since.toSeconds(), name, shown.getAsInt());
    }
  }

  void step() {
    if (bar != null) {
      bar.stepTo(shown.getAsInt());
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.stepTo(shown.getAsInt());
      bar.close();
    }
  }
}
