/**
 * The pictures of the demo's stall, drawn when the pack is built.
 *
 * <p>Promises flat illustrations of our own, the same on every machine: no fonts, no chance, no
 * files in the repository. Rendering them into sizes is left to {@code provisioning.pictures}.
 */
@NullMarked
package dev.roadcase.provisioning.demo.drawing;

import org.jspecify.annotations.NullMarked;
