package dev.roadcase.app.screens;

import dev.roadcase.app.status.NotSelling;
import dev.roadcase.core.departure.Strike;
import dev.roadcase.core.departure.Unplug;
import dev.roadcase.core.fact.DeltaClass;
import dev.roadcase.core.fact.Mode;
import dev.roadcase.core.fact.Now;
import dev.roadcase.core.identity.KitId;
import dev.roadcase.core.ledger.Copies;
import dev.roadcase.core.link.LinkState;
import dev.roadcase.core.power.PowerState;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Everything that the crew panel shows, at one moment.
 *
 * @param simulated whether what the board says is made up
 * @param pack null as long as no pack is applied
 * @param zone in which the time is shown
 * @param exported the last export of the books; null when there was none
 * @param freeBytes on the disk of the journal; -1 when it cannot be told
 * @param clockDisputed whether upstream has signed a time that the box knows to be wrong
 */
public record CrewView(
    KitId kit,
    Mode mode,
    boolean simulated,
    @Nullable PackShown pack,
    Now now,
    ZoneId zone,
    PowerSeen power,
    LinkSeen link,
    Selling selling,
    Sync sync,
    Unplug unplug,
    Strike strike,
    @Nullable Exported exported,
    DevicesSeen devices,
    long freeBytes,
    boolean clockDisputed) {

  /**
   * An export of the books.
   *
   * @param at when the box heard of it
   * @param ownDisk whether it lies on the disk of the box, and goes where the box goes
   */
  public record Exported(Now at, boolean ownDisk) {}

  /**
   * The pack that counts.
   *
   * @param nextRefused whether there is another one, which could not be used
   */
  public record PackShown(String show, long version, boolean nextRefused) {}

  /**
   * Which devices are paired, and which need the crew.
   *
   * @param paired and not blocked
   * @param waiting to be approved
   * @param twoPlaces keys that seem to be in use twice
   * @param pinLocked after too many wrong PINs
   */
  public record DevicesSeen(int paired, int waiting, int suspended, int twoPlaces, int pinLocked) {}

  /** Mains and battery. */
  public sealed interface PowerSeen {

    /**
     * The board answered.
     *
     * @param percent of charge, 0 … 100
     * @param minutesLeft until empty at the present draw; -1 when unknown or on mains
     */
    record Known(PowerState state, int percent, int minutesLeft) implements PowerSeen {}

    /** There is no board that could answer. */
    record NoBoard() implements PowerSeen {}

    /** The board did not answer; {@code why} says which part. */
    record Unknown(String why) implements PowerSeen {}
  }

  /**
   * The way upstream.
   *
   * @param via {@code wan}, {@code cellular} or {@code none}
   * @param lasting how long it has been so; null when that cannot be told
   */
  public record LinkSeen(LinkState state, String via, @Nullable Duration lasting) {}

  /**
   * Whether this box takes sales.
   *
   * @param whyNot empty when it does
   * @param sales in the books of this mode
   * @param lastSale age of the newest sale; null when there is none, or when its age cannot be told
   * @param newest in how many places the newest sale stands; null when there is none
   */
  public record Selling(
      List<NotSelling> whyNot, long sales, @Nullable Duration lastSale, @Nullable Copies newest) {
    public Selling {
      whyNot = List.copyOf(whyNot);
    }

    public boolean yes() {
      return whyNot.isEmpty();
    }
  }

  /**
   * What has still to go upstream.
   *
   * @param classes in the order of priority
   * @param lastAck age of upstream's last answer; null when there was none
   * @param shed samples of p3 that were given up so far
   * @param alone whether there is no upstream to send to
   */
  public record Sync(List<Waiting> classes, @Nullable Duration lastAck, long shed, boolean alone) {
    public Sync {
      classes = List.copyOf(classes);
    }

    /** How long the oldest that waits has waited at least; zero when nothing waits. */
    public Duration oldest() {
      return classes.stream()
          .map(Waiting::oldest)
          .filter(Objects::nonNull)
          .max(Comparator.naturalOrder())
          .orElse(Duration.ZERO);
    }

    /** Deltas of all classes that wait. */
    public long waiting() {
      return classes.stream().mapToLong(Waiting::deltas).sum();
    }
  }

  /**
   * A class of deltas.
   *
   * @param oldest for how long at least the oldest has waited; null when none does
   */
  public record Waiting(DeltaClass deltaClass, long deltas, @Nullable Duration oldest) {}
}
