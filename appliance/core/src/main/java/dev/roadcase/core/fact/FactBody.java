package dev.roadcase.core.fact;

/**
 * What happened. A family of facts is a sealed interface that extends this one and stands beside
 * the values that its facts carry; {@link FactType} says what each fact is called and where it
 * goes. {@code wire.fact} has a codec for each family.
 */
public interface FactBody {

  FactType type();

  /**
   * What the fact is about, for coalescing and for order: facts of one class and key stay in order,
   * and of a coalesced class only the last of a key need travel.
   */
  String key();
}
