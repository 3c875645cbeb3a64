package dev.roadcase.core.auth;

import dev.roadcase.core.identity.Subject;

/**
 * What a token says of itself, once its signature was checked.
 *
 * @param index its place in the status list
 * @param expires epoch seconds
 */
public record Claim(int index, Subject subject, long generation, long expires) {}
