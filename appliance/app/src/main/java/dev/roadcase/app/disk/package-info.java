/** What is known of the disks that the box writes to. */
@NullMarked
package dev.roadcase.app.disk;

import org.jspecify.annotations.NullMarked;
