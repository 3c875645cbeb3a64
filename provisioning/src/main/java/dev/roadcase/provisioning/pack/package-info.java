/**
 * Building and looking at packs: what {@code roadcase pack} does, and the pack that ships for the
 * demo.
 *
 * <p>Promises that a pack is written whole or not at all, and that the same export gives the same
 * bytes. Reading the export is left to {@code provisioning.shopify}, the file's layout to {@code
 * wire.pack}.
 */
@NullMarked
package dev.roadcase.provisioning.pack;

import org.jspecify.annotations.NullMarked;
