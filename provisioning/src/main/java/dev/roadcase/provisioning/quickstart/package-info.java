/**
 * What {@code roadcase quickstart} needs beside fleets and packs: where things stand in its folder,
 * how this machine is called on its network, and a box that is run to be looked at.
 */
@NullMarked
package dev.roadcase.provisioning.quickstart;

import org.jspecify.annotations.NullMarked;
