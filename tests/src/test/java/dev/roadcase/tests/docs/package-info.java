/**
 * The pages as a reader takes them: what is written there is typed and run.
 *
 * <p>Promises that a command of a page ends as the page says, in the order of the pages. What the
 * commands do is left to the tests of their modules.
 */
@NullMarked
package dev.roadcase.tests.docs;

import org.jspecify.annotations.NullMarked;
