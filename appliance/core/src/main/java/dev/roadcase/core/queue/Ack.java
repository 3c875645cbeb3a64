package dev.roadcase.core.queue;

import dev.roadcase.core.fact.DeltaClass;
import dev.roadcase.core.identity.Incarnation;
import dev.roadcase.core.identity.UpstreamEpoch;
import java.util.EnumMap;
import java.util.Map;

/**
 * What upstream's database says it holds of one box, before anybody has held it against the box's
 * own facts. Within an epoch, each says all that those before it said.
 *
 * @param incarnation the life of the box that it speaks of; sequences start again with each
 * @param epoch the run of the upstream that says so
 * @param issued when it was signed, epoch milliseconds by upstream's clock
 * @param live whether upstream said it while the box listened; else the broker had retained it
 * @param classes by class; of a class that is not named, upstream has nothing
 */
public record Ack(
    Incarnation incarnation,
    UpstreamEpoch epoch,
    long issued,
    boolean live,
    Map<DeltaClass, Holding> classes) {
  public Ack {
    classes = Map.copyOf(classes);
  }

  public Holding of(DeltaClass deltaClass) {
    return classes.getOrDefault(deltaClass, Holding.NOTHING);
  }

  /** What it names of each class. */
  public Map<DeltaClass, SequenceSet> covered() {
    Map<DeltaClass, SequenceSet> covered = new EnumMap<>(DeltaClass.class);
    classes.forEach((deltaClass, holding) -> covered.put(deltaClass, holding.covered()));
    return covered;
  }
}
