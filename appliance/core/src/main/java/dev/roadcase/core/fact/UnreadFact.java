package dev.roadcase.core.fact;

/**
 * A fact of a peer whose release is newer: its place in the chain is known, its body is not. No
 * machine follows it; a release that knows the type reads it again, from the journal.
 *
 * @param type of a reach that is the site's; its word or version is not known here
 * @param key as the envelope has it
 */
public record UnreadFact(FactType type, String key) implements FactBody {
  /** A fact of that word and version. */
  public static UnreadFact of(String word, int version, String key) {
    return new UnreadFact(new FactType(word, version, Reach.SITE, UnreadFact.class), key);
  }
}
