/**
 * The one configuration file, {@code roadcase.toml}.
 *
 * <p>Promises that every key is known, every problem is reported at once with its line, and nothing
 * is guessed.
 */
@NullMarked
package dev.roadcase.app.config;

import org.jspecify.annotations.NullMarked;
