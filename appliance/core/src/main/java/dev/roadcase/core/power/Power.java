package dev.roadcase.core.power;

import dev.roadcase.core.fact.Entry;
import dev.roadcase.core.fact.Reads;
import dev.roadcase.core.fact.StagedMachine;
import dev.roadcase.core.power.PowerFact.PowerChanged;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Power as last written down. A reading becomes a fact when mains came or went, when the stage
 * changed, or when the charge moved by {@link #CHARGE_STEP} points since the last fact – never
 * because a gauge trembles between two numbers.
 */
public final class Power extends StagedMachine<Power.State> {
  /** Points of charge between two facts. */
  public static final int CHARGE_STEP = 5;

  /**
   * What the journal last said.
   *
   * @param last null as long as no reading was ever written down
   */
  public record State(@Nullable PowerChanged last, @Nullable PowerState stage) {
    static final State NOTHING = new State(null, null);
  }

  private final PowerThresholds thresholds;

  public Power(PowerThresholds thresholds) {
    super("power", 1, State.class, State.NOTHING);
    this.thresholds = thresholds;
  }

  /** The fact that a reading is worth, if any. */
  public Optional<PowerChanged> note(PowerChanged reading) {
    State was = current();
    PowerChanged last = was.last();
    boolean matters =
        last == null
            || last.mains() != reading.mains()
            || was.stage() != thresholds.after(was.stage(), reading)
            || Math.abs(last.percent() - reading.percent()) >= CHARGE_STEP
            || (reading.percent() != last.percent() && isEnd(reading.percent()));
    return matters ? Optional.of(reading) : Optional.empty();
  }

  /** Any thread's view: the stage that a reading means now, written down or not. */
  public PowerState stageAt(PowerChanged reading) {
    return thresholds.after(state().stage(), reading);
  }

  @Override
  public Reads reads() {
    return Reads.OWN;
  }

  @Override
  public void apply(Entry entry) {
    if (entry.fact().body() instanceof PowerChanged fact) {
      stage(new State(fact, thresholds.after(current().stage(), fact)));
    }
  }

  /** Full and empty are told even when the last fact is a point away. */
  private static boolean isEnd(int percent) {
    return percent == 0 || percent == 100;
  }
}
