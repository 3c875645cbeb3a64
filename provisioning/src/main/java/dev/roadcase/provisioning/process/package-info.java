/**
 * Processes that a verb starts beside itself: by the same script, as a person would, and waited for
 * as long as they work. What they are started for is their callers' affair.
 */
@NullMarked
package dev.roadcase.provisioning.process;

import org.jspecify.annotations.NullMarked;
