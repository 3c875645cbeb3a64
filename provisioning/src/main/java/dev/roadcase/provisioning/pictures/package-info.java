/**
 * From the photographs of a shop to the pictures of a pack: found by the names that the export
 * gives, checked, turned upright, made small enough for a stall's network, stripped of whatever
 * else a camera wrote into them.
 *
 * <p>Promises that nothing is fetched from anywhere, that no picture is decoded before its size is
 * known and within bounds, and that the same photograph is worked on once: renditions are kept in a
 * cache by its hash. How they are packed is left to {@code provisioning.pack}.
 */
@NullMarked
package dev.roadcase.provisioning.pictures;

import org.jspecify.annotations.NullMarked;
