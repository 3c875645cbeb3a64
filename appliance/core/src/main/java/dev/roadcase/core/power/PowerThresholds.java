package dev.roadcase.core.power;

import dev.roadcase.core.power.PowerFact.PowerChanged;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where the stages of power begin, on battery. A stage begins when either of its two limits is
 * reached, and is left when the charge is {@code backPercent} points and the time a quarter above
 * both – or when mains is there.
 *
 * @param lowPercent charge, 0 … 100
 * @param lowTime left at the present draw
 * @param criticalPercent charge, below {@code lowPercent}
 * @param criticalTime left at the present draw, below {@code lowTime}
 * @param backPercent points of charge
 */
public record PowerThresholds(
    int lowPercent, Duration lowTime, int criticalPercent, Duration criticalTime, int backPercent) {

  /** An hour's warning, a quarter of an hour for the ledger. */
  public static final PowerThresholds USUAL =
      new PowerThresholds(20, Duration.ofMinutes(60), 7, Duration.ofMinutes(15), 5);

  public PowerThresholds {
    if (criticalPercent < 0 || lowPercent > 100 || criticalPercent >= lowPercent) {
      throw new IllegalArgumentException("0 ≤ critical < low ≤ 100 percent");
    }
    if (criticalTime.isNegative() || criticalTime.compareTo(lowTime) >= 0) {
      throw new IllegalArgumentException("0 ≤ critical time < low time");
    }
    if (backPercent < 0) {
      throw new IllegalArgumentException("a margin is not negative");
    }
  }

  /**
   * The stage that a reading means.
   *
   * @param before the stage so far; null when nothing is known yet
   */
  public PowerState after(@Nullable PowerState before, PowerChanged reading) {
    if (reading.mains()) {
      return PowerState.ON_MAINS;
    }
    boolean critical =
        before == PowerState.CRITICAL
            ? within(reading, criticalPercent + backPercent, withMargin(criticalTime))
            : within(reading, criticalPercent, criticalTime);
    if (critical) {
      return PowerState.CRITICAL;
    }
    boolean low =
        (before == PowerState.LOW || before == PowerState.CRITICAL)
            ? within(reading, lowPercent + backPercent, withMargin(lowTime))
            : within(reading, lowPercent, lowTime);
    return low ? PowerState.LOW : PowerState.ON_BATTERY;
  }

  private static boolean within(PowerChanged reading, int percent, Duration time) {
    return reading.percent() <= percent
        || (reading.minutesLeft() >= 0 && reading.minutesLeft() <= time.toMinutes());
  }

  private static Duration withMargin(Duration time) {
    return time.plus(time.dividedBy(4));
  }
}
