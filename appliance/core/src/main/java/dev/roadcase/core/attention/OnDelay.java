package dev.roadcase.core.attention;

import java.time.Duration;

/**
 * The on-delay of one warning (the TON timer of IEC 61131-3): {@link Urgency#WATCH} is shown when
 * the condition has lasted for {@link #HOLD} without a break, {@link Urgency#ACT} at once; both end
 * at once. A condition that eases from ACT to WATCH goes on being shown.
 *
 * @param shown what the crew sees
 * @param since monotonic nanoseconds at which the condition last began to want something; without
 *     meaning when {@code raw} is NONE
 * @param raw what the condition wanted when it was last looked at
 */
public record OnDelay(Urgency shown, long since, Urgency raw) {
  /** How long a warning has to last before it is shown. */
  public static final Duration HOLD = Duration.ofSeconds(10);

  /** Nothing is wanted. */
  public static final OnDelay START = new OnDelay(Urgency.NONE, 0, Urgency.NONE);

  /**
   * After another look.
   *
   * @param wanted by the condition now
   * @param now monotonic nanoseconds, not before those of the last look
   */
  public OnDelay after(Urgency wanted, long now) {
    if (wanted == Urgency.NONE) {
      return START;
    }
    long began = raw == Urgency.NONE ? now : since;
    boolean show = wanted == Urgency.ACT || shown != Urgency.NONE || now - began >= HOLD.toNanos();
    return new OnDelay(show ? wanted : Urgency.NONE, began, wanted);
  }
}
