package dev.roadcase.core.identity;

/**
 * A value whose signature has been checked against the key that it claims. Only {@code wire} makes
 * these (the architecture test holds it to that), so a core that asks for one cannot be handed
 * hearsay.
 */
public record Verified<T>(T value) {}
