package dev.roadcase.app.screens;

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
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that the crew panel shows, at one moment.
 *
 * @param pack null as long as no pack is applied
 * @param zone in which the time is shown
 * @param freeBytes on the disk of the journal; -1 when it cannot be told
 */
public record CrewView(
    KitId kit,
    Mode mode,
    @Nullable PackShown pack,
    Now now,
    ZoneId zone,
    PowerSeen power,
    LinkSeen link,
    Selling selling,
    Sync sync,
    Unplug unplug,
    Strike strike,
    DevicesSeen devices,
    long freeBytes) {

  /**
   * The pack that counts.
   *
   * @param nextRefused whether there is another one, which could not be used
   */
  public record PackShown(String show, long version, boolean nextRefused) {}

  /**
   * Who is in, and who needs the crew.
   *
   * @param paired and not revoked
   * @param waiting to be let in
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

  /** Why a box takes no sales. */
  public enum NotSelling {
    NO_PACK("no pack is applied"),
    NO_TILL("no till is paired"),
    DISK_FULL("the disk is full"),
    TOO_BUSY("it is behind with writing down"),
    LAST_WATT("the battery is nearly empty"),
    STOPPING("it is stopping");

    private final String words;

    NotSelling(String words) {
      this.words = words;
    }

    /** A half-sentence for the crew. */
    public String words() {
      return words;
    }
  }

  /**
   * What has still to go upstream.
   *
   * @param classes in the order of priority
   * @param lastAck age of upstream's last answer; null when there was none
   * @param shed samples of p3 that were given up so far
   */
  public record Sync(List<Waiting> classes, @Nullable Duration lastAck, long shed) {
    public Sync {
      classes = List.copyOf(classes);
    }

    /** Deltas of all classes that wait. */
    public long waiting() {
      return classes.stream().mapToLong(Waiting::deltas).sum();
    }
  }

  /**
   * A class of deltas.
   *
   * @param oldest age of the oldest that waits; null when none does, or when it cannot be told
   */
  public record Waiting(DeltaClass deltaClass, long deltas, @Nullable Duration oldest) {}
}
