/**
 * What crews run: fleet keys, packs, cards, labels, rehearsal and demo. Promises that all of it
 * works with no internet, and that boxes are started and spoken to as a stranger would. Only the
 * command line stands here yet.
 */
@NullMarked
package dev.roadcase.provisioning;

import org.jspecify.annotations.NullMarked;
