package dev.roadcase.app.journal;

import dev.roadcase.app.box.Box;
import dev.roadcase.app.journal.JournalFailure.Exit;
import dev.roadcase.core.fact.BrokenChain;
import dev.roadcase.core.fact.Entry;
import dev.roadcase.core.fact.Fact;
import dev.roadcase.core.fact.FactCodec;
import dev.roadcase.core.fact.Hash;
import dev.roadcase.core.fact.Origin;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The way back: the last snapshot, then every fact after it, through the same {@code apply}. */
public final class Recovery {
  private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

  /** Staged state is published this often, so that the overlay stays small. */
  private static final int PUBLISH_EVERY = 10_000;

  private Recovery() {}

  /**
   * Brings {@code box} to where the journal ends.
   *
   * @throws JournalFailure when the facts do not follow one another, or one cannot be read
   */
  public static void recover(Box box, SqliteJournal journal, Snapshots snapshots, FactCodec codec) {
    recover(box, journal, snapshots, codec, position -> {});
  }

  /** As above; {@code progress} is told the position now and then. */
  public static void recover(
      Box box, SqliteJournal journal, Snapshots snapshots, FactCodec codec, LongConsumer progress) {
    long start = System.nanoTime();
    journal.snapshot().ifPresent(snapshot -> snapshots.restore(box, snapshot));
    long from = box.heads().published().position();
    journal.replay(
        from,
        (position, origin, bytes) -> {
          replay(box, journal, codec, position, origin, bytes);
          if (position % PUBLISH_EVERY == 0) {
            box.publish();
            progress.accept(position);
          }
        });
    box.publish();
    box.restoreTelemetry(journal.telemetry());
    long to = box.heads().published().position();
    if (to > 0) {
      LOG.info(
          "recovered {} facts ({} from the snapshot) in {} ms",
          to,
          from,
          (System.nanoTime() - start) / 1_000_000);
    }
  }

  private static void replay(
      Box box, SqliteJournal journal, FactCodec codec, long position, Origin origin, byte[] bytes) {
    try {
      Fact fact =
          switch (origin) {
            case OWN -> codec.decode(bytes);
            case PEER -> codec.decodePeer(bytes);
          };
      box.replay(new Entry(position, origin, fact, bytes, Hash.of(bytes)));
    } catch (BrokenChain e) {
      throw unusable(journal, String.valueOf(e.getMessage()), e);
    } catch (IllegalArgumentException e) {
      throw unusable(journal, "fact at position " + position + ": " + e.getMessage(), e);
    }
  }

  private static JournalFailure unusable(
      SqliteJournal journal, String how, RuntimeException cause) {
    return new JournalFailure(
        Exit.DATA,
        journal.file()
            + " cannot be trusted: "
            + how
            + ". It was left untouched. Start the release that wrote it; if it is damaged, copy it"
            + " away and start once with --new (roadcase box --new --config FILE), which moves it"
            + " into a folder of its own and begins a new incarnation.",
        cause);
  }
}
