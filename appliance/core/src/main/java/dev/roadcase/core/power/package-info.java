/**
 * Mains and battery: what a reading means, and when it is worth writing down.
 *
 * <p>Promises that a gauge which trembles writes nothing, and that the stage of power follows from
 * facts alone, so that a restart finds the box in the stage that it left. Reading the hardware is
 * left to {@code drivers}, shedding load and stopping to those who ask for the stage.
 */
@NullMarked
package dev.roadcase.core.power;

import org.jspecify.annotations.NullMarked;
