package dev.roadcase.core.fact;

/**
 * A type of fact in one version. Each family of facts names its own. Words are frozen: a journal
 * keeps them for ever. A changed body gets a new version; a word is never reused for something
 * else.
 *
 * @param word lower-case letters and hyphens; unique among all families
 * @param version 1 or more
 * @param reach how far a fact of this type travels
 * @param body the record that holds such a fact
 */
public record FactType(String word, int version, Reach reach, Class<? extends FactBody> body) {}
