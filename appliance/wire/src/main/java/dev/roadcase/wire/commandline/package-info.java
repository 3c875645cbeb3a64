/**
 * What the command lines of several modules share and no library gives: which known word a misspelt
 * one was meant to be, one shell completion out of several, whether the output was written, and
 * what a program ends with.
 *
 * <p>Knows no command and no option.
 */
@NullMarked
package dev.roadcase.wire.commandline;

import org.jspecify.annotations.NullMarked;
