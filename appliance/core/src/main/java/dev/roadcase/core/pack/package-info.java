/**
 * What is on offer: money, quantities, tax and the items of a pack, as a box and a till both count
 * them.
 *
 * <p>Promises exact integer arithmetic (minor units, milli-units, parts per million) with one
 * rounding rule. How a pack is signed and stored is left to {@code wire}.
 */
@NullMarked
package dev.roadcase.core.pack;

import org.jspecify.annotations.NullMarked;
