package dev.roadcase.core.queue;

import dev.roadcase.core.fact.DeltaClass;
import dev.roadcase.core.identity.Incarnation;
import java.util.Map;

/**
 * What upstream's database says it holds of one box. Cumulative: each says all that those before it
 * said.
 *
 * @param incarnation the life of the box that it speaks of; sequences start again with each
 * @param classes by class; a class that is not named is not spoken of
 */
public record Ack(Incarnation incarnation, Map<DeltaClass, SequenceSet> classes) {
  public Ack {
    classes = Map.copyOf(classes);
  }
}
