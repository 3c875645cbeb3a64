/**
 * A rehearsed hour of a box in half a minute: what the JVM sees here it keeps in the AOT cache, so
 * that a real box starts with its classes linked and its busiest methods profiled (JEP 483, JEP
 * 515).
 *
 * <p>Run by the build, never by a box. It promises nothing but to call what boxes do often; figures
 * are for {@code ./dev bench}.
 */
@NullMarked
package dev.roadcase.app.training;

import org.jspecify.annotations.NullMarked;
