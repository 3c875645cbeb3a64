package dev.roadcase.app.uplink;

import dev.roadcase.app.box.Prepared;
import dev.roadcase.app.clock.SystemClock;
import dev.roadcase.app.journal.Writer;
import dev.roadcase.core.clock.AckTimes;
import dev.roadcase.core.clock.TimeKeeper.Heard;
import dev.roadcase.core.fact.DeltaClass;
import dev.roadcase.core.fact.Entry;
import dev.roadcase.core.queue.Ack;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sets the box's clock by upstream's acks: each is signed and says when, and what it names says
 * after which moment of this boot. A box without a real-time clock knows the time to a round trip
 * once its first fact was acknowledged.
 */
public final class AckClock implements Writer.Reader {
  private static final Logger LOG = LoggerFactory.getLogger(AckClock.class);
  private static final Duration COMPLAIN_EVERY = Duration.ofHours(1);

  private final SystemClock clock;
  private final AckTimes times = new AckTimes();
  private final Complaints complaints = new Complaints(LOG, COMPLAIN_EVERY);
  private boolean anchored;
  private volatile Optional<String> contradiction = Optional.empty();

  public AckClock(SystemClock clock) {
    this.clock = clock;
  }

  @Override
  public void committed(List<Prepared<?>> batch) {
    for (Prepared<?> prepared : batch) {
      for (Entry entry : prepared.entries()) {
        DeltaClass deltaClass = entry.fact().type().reach().deltaClass();
        if (deltaClass != null) {
          times.written(deltaClass, entry.fact().classSeq(), entry.fact().now().monotonic());
        }
      }
    }
  }

  /** Upstream's signed word was heard. From the uplink's thread alone. */
  public void heard(Ack ack) {
    long issued = ack.issued();
    OptionalLong after = times.signedAfter(ack.covered());
    Heard heard = clock.heard(issued, after);
    switch (heard) {
      case ANCHORED -> {
        contradiction = Optional.empty();
        if (!anchored) {
          anchored = true;
          LOG.info("upstream's signed time counts: it is {}", Instant.ofEpochMilli(issued));
        }
      }
      case NO_EARLIER -> contradiction = Optional.empty();
      case BEYOND_THE_LIMIT, CONTRADICTS -> complain(heard, issued);
    }
  }

  private void complain(Heard heard, long issued) {
    String said =
        "upstream has signed that it was "
            + Instant.ofEpochMilli(issued).truncatedTo(ChronoUnit.SECONDS)
            + ", and "
            + (heard == Heard.CONTRADICTS
                ? "this box knows that it is not"
                : "this kit's keys have ended by then");
    contradiction = Optional.of(said);
    complaints.about(
        "clock",
        said
            + ": one of the two clocks is wrong. Nothing was set by it; look at upstream's clock,"
            + " and at this box's if clock.trust is \"system\".",
        System.nanoTime());
  }

  /**
   * How upstream's latest signed time contradicts what this box knows, to stand before a colon;
   * nothing when it does not. For every thread.
   */
  public Optional<String> contradiction() {
    return contradiction;
  }
}
