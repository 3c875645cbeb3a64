package dev.roadcase.app.twin;

import dev.roadcase.app.box.Prepared;
import dev.roadcase.app.clock.Clock;
import dev.roadcase.app.journal.Writer;
import dev.roadcase.app.screens.TimeOfPrices;
import dev.roadcase.app.shop.View;
import dev.roadcase.app.shop.Window;
import dev.roadcase.core.fact.Entry;
import dev.roadcase.core.pack.PackFact.PackApplied;
import dev.roadcase.core.pack.PackFact.PriceChanged;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the static twin written when the box has started, when a pack was applied and when a price
 * was changed; not more often than {@link #PACE}, so that somebody who edits prices all evening
 * does not wear out the card. Stock is not in it: a page that may be old promises nothing.
 */
public final class TwinKeeper implements Writer.Reader, AutoCloseable {
  /** Between two generations. */
  static final Duration PACE = Duration.ofSeconds(30);

  private static final Logger LOG = LoggerFactory.getLogger(TwinKeeper.class);

  private final TwinFile file;
  private final Window window;
  private final Clock clock;
  private final Semaphore wanted = new Semaphore(0);
  private final Thread thread;

  public TwinKeeper(Path dataDir, Window window, Clock clock) {
    this.file = new TwinFile(dataDir);
    this.window = window;
    this.clock = clock;
    this.thread = Thread.ofVirtual().name("twin-keeper").unstarted(this::run);
  }

  /** Writes the first one, and goes on. */
  public void start() {
    thread.start();
    wanted.release();
  }

  @Override
  public void committed(List<Prepared<?>> batch) {
    for (Prepared<?> prepared : batch) {
      for (Entry entry : prepared.entries()) {
        switch (entry.fact().body()) {
          case PackApplied _, PriceChanged _ -> wanted.release();
          default -> {}
        }
      }
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }

  private void run() {
    try {
      while (true) {
        wanted.acquire();
        wanted.drainPermits();
        // The window may lag behind by its pace, and the price was changed before that.
        TimeUnit.MILLISECONDS.sleep(Window.PACE.toMillis() * 2);
        if (write()) {
          TimeUnit.NANOSECONDS.sleep(PACE.toNanos());
        }
      }
    } catch (InterruptedException e) {
      // The box stops; the twin that lies there goes on counting.
    }
  }

  /** Answers whether it wrote anything. */
  boolean write() {
    try {
      View view = window.view();
      Optional<ZoneId> zone = view.goods().flatMap(goods -> goods.pack().looks().theme().zone());
      return file.write(view, TimeOfPrices.words(clock.now(), zone));
    } catch (ClosedByInterruptException e) {
      // The box stops, and the wait for the next one ends at once.
      return false;
    } catch (IOException e) {
      LOG.warn("the shop's static twin could not be written, the old one stays: {}", e.toString());
      return false;
    }
  }
}
