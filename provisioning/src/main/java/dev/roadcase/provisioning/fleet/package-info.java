/**
 * A fleet on a crew laptop: one folder with the root, the shows' keys, the upstream's, and one
 * folder for each kit, ready to be carried to its box; and what of it counts no more.
 *
 * <p>Promises that a fleet, a show or a kit is there whole or not at all, that no key is ever
 * overwritten, and that two at once do not meet. Certificates themselves are left to {@code
 * wire.x509}; the folder is described in {@code docs/keys.md}.
 */
@NullMarked
package dev.roadcase.provisioning.fleet;

import org.jspecify.annotations.NullMarked;
