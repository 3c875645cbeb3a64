/**
 * A fleet on a crew laptop: one folder with the root, the show's key, the upstream's, and one
 * folder for each kit, ready to be carried to its box.
 *
 * <p>Promises that a fleet or a kit is there whole or not at all, and that no key is ever
 * overwritten. Certificates themselves are left to {@code wire.x509}; the folder is described in
 * {@code docs/keys.md}.
 */
@NullMarked
package dev.roadcase.provisioning.fleet;

import org.jspecify.annotations.NullMarked;
