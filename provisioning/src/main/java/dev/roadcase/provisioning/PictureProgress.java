package dev.roadcase.provisioning;

import dev.roadcase.provisioning.pictures.GalleryBuild;
import java.io.Console;
import java.io.PrintWriter;
import java.util.Optional;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** Tells how far the pictures are: a bar on a terminal, a line a tenth elsewhere. */
final class PictureProgress implements GalleryBuild.Progress, AutoCloseable {
  /** Fewer than this are done before anyone wonders. */
  private static final int WORTH_TELLING = 20;

  private final PrintWriter err;
  private final boolean terminal =
      Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
  private @Nullable ProgressBar bar;

  PictureProgress(PrintWriter err) {
    this.err = err;
  }

  @Override
  public void done(int done, int of) {
    if (of < WORTH_TELLING) {
      return;
    }
    if (!terminal) {
      if (done == of || done * 10 / of != (done - 1) * 10 / of) {
        err.printf("pictures: %,d of %,d%n", done, of);
      }
      return;
    }
    if (bar == null) {
      bar =
          new ProgressBarBuilder()
              .setTaskName("Pictures")
              .setInitialMax(of)
              .setStyle(ProgressBarStyle.ASCII)
              .setMaxRenderedLength(78)
              .build();
    }
    bar.stepTo(done);
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
