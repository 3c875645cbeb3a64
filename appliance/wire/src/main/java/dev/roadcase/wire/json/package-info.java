/**
 * JSON at the door: one strict parser and a reader that turns each surprise into a sentence.
 *
 * <p>Promises that duplicate members, unknown members, fractions where whole numbers are meant and
 * deep nesting never come in. What the members mean is left to the packages beside this one.
 */
@NullMarked
package dev.roadcase.wire.json;

import org.jspecify.annotations.NullMarked;
