/**
 * A file of comma-separated values as rows and named columns, whatever program saved it.
 *
 * <p>Promises that nothing is guessed that can be got wrong: bytes are decoded strictly, quotes are
 * taken as RFC 4180 has them, and what cannot be read is named by line. What the columns mean is
 * left to the packages that read a shop's export.
 */
@NullMarked
package dev.roadcase.provisioning.sheet;

import org.jspecify.annotations.NullMarked;
