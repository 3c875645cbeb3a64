package dev.roadcase.core.auth;

import dev.roadcase.core.auth.PinFact.PinPassed;
import dev.roadcase.core.auth.PinFact.PinTried;
import dev.roadcase.core.auth.PinFact.PinUnlocked;
import dev.roadcase.core.fact.Decision;
import dev.roadcase.core.fact.Entry;
import dev.roadcase.core.fact.Machine;
import dev.roadcase.core.fact.Now;
import dev.roadcase.core.fact.Reads;
import dev.roadcase.core.fact.SnapshotPart;
import dev.roadcase.core.fact.Staged;
import dev.roadcase.core.fact.StagedValue;
import dev.roadcase.core.identity.DeviceId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How often a PIN may be tried. A try is on the disk before the PIN is looked at, so that pulling
 * the plug in time gives nobody a further one.
 *
 * <p>Times are those of the monotonic clock. After a restart a wait begins again with the boot: who
 * switches the box off and on waits longer and not shorter.
 */
public final class Pins implements Machine {
  /** Wrong PINs in a row before a device has to wait. */
  public static final int FREE_TRIES = 5;

  /** Wrong PINs in a row after which only the crew lets it try again. */
  public static final int LOCKED_AFTER = 10;

  /** Tries of one device in {@link #DAY}, right ones among them. */
  public static final int A_DAY = 20;

  /** Tries on the whole box in {@link #HOUR}. */
  public static final int AN_HOUR = 60;

  static final Duration DAY = Duration.ofHours(24);
  static final Duration HOUR = Duration.ofHours(1);
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(60);

  /** So many since a moment of a boot. */
  public record Span(String boot, long since, int count) {
    static final Span NONE = new Span("", 0, 0);

    /** One more, or the first of a new span when this one is over. */
    Span plus(Now at, Duration length) {
      return left(at, length) > 0
          ? new Span(boot.equals(at.boot()) ? boot : at.boot(), since(at), count + 1)
          : new Span(at.boot(), at.monotonic(), 1);
    }

    /** Nanoseconds until it is over; 0 when it is. */
    long left(Now now, Duration length) {
      return count == 0 ? 0 : Math.max(0, since(now) + length.toNanos() - now.monotonic());
    }

    /** A span of an earlier boot begins again with this one. */
    private long since(Now now) {
      return boot.equals(now.boot()) ? since : 0;
    }
  }

  /**
   * The tries of one device.
   *
   * @param wrong in a row
   * @param last when the last one was: its count is of no use
   */
  public record Tries(DeviceId device, int wrong, Span last, Span day) {}

  /** All of it, for a snapshot. */
  public record State(List<Tries> tries, Span hour) {
    public State {
      tries = List.copyOf(tries);
    }
  }

  private final Staged<DeviceId, Tries> tries = new Staged<>();
  private final StagedValue<Span> hour = new StagedValue<>(Span.NONE);

  /** May this device have its PIN looked at? Counted when the answer is yes. */
  public Decision<PinTurn> attempt(DeviceId device, String staff, Now now) {
    Tries before = of(device);
    if (before.wrong() >= LOCKED_AFTER) {
      return Decision.nothing(new PinTurn.Locked());
    }
    long wait = before.last().left(now, waitAfter(before.wrong()));
    if (before.day().count() >= A_DAY) {
      wait = Math.max(wait, before.day().left(now, DAY));
    }
    if (hour.get().count() >= AN_HOUR) {
      wait = Math.max(wait, hour.get().left(now, HOUR));
    }
    return wait > 0
        ? Decision.nothing(new PinTurn.Wait(Duration.ofNanos(wait).toSeconds() + 1))
        : Decision.of(new PinTurn.Look(), new PinTried(device, staff));
  }

  /** It was right. */
  public Decision<Boolean> passed(DeviceId device, String staff) {
    return Decision.of(true, new PinPassed(device, staff));
  }

  /** The crew gives the tries back; answers whether there was anything to give. */
  public Decision<Boolean> unlock(DeviceId device) {
    return of(device).wrong() == 0
        ? Decision.nothing(false)
        : Decision.of(true, new PinUnlocked(device));
  }

  /** Any thread's view: whether only the crew can help. */
  public boolean locked(DeviceId device) {
    Tries known = tries.published(device);
    return known != null && known.wrong() >= LOCKED_AFTER;
  }

  @Override
  public Reads reads() {
    return Reads.OWN;
  }

  /** Whatever the mode: who guesses at the rehearsal has guessed. */
  @Override
  public void apply(Entry entry) {
    Now at = entry.fact().now();
    switch (entry.fact().body()) {
      case PinTried f -> {
        Tries before = of(f.device());
        Span last = new Span(at.boot(), at.monotonic(), 1);
        tries.put(
            f.device(),
            new Tries(f.device(), before.wrong() + 1, last, before.day().plus(at, DAY)));
        hour.set(hour.get().plus(at, HOUR));
      }
      case PinPassed f -> reset(f.device());
      case PinUnlocked f -> reset(f.device());
      default -> {}
    }
  }

  @Override
  public void publish() {
    tries.publish();
    hour.publish();
  }

  @Override
  public void discard() {
    tries.discard();
    hour.discard();
  }

  @Override
  public Optional<SnapshotPart<?>> snapshotPart() {
    return Optional.of(new SnapshotPart<>("pins", 1, State.class, this::state, this::restore));
  }

  public State state() {
    return new State(tries.values(), hour.published());
  }

  /** Takes up where a snapshot left off. Only before the first {@code apply}. */
  public void restore(State state) {
    state.tries().forEach(t -> tries.put(t.device(), t));
    hour.set(state.hour());
    publish();
  }

  /** 1, 2, 4 … 60 minutes from the fifth wrong one on. */
  static Duration waitAfter(int wrong) {
    if (wrong < FREE_TRIES) {
      return Duration.ZERO;
    }
    Duration wait = Duration.ofMinutes(1L << Math.min(6, wrong - FREE_TRIES));
    return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
  }

  private void reset(DeviceId device) {
    Tries before = of(device);
    tries.put(device, new Tries(device, 0, before.last(), before.day()));
  }

  private Tries of(DeviceId device) {
    @Nullable Tries known = tries.get(device);
    return known == null ? new Tries(device, 0, Span.NONE, Span.NONE) : known;
  }
}
