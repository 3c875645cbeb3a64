/**
 * What all shops' exports have in common: items to be, prices, taxes, SKUs, and what is told about
 * them.
 *
 * <p>Promises that a row which cannot be read exactly is named by line, column and reason, that all
 * such rows are named at once, and that nothing is decided silently: whatever is left out, made up
 * or sold without counting stands in a note. Which column means what is left to the packages of the
 * shops.
 */
@NullMarked
package dev.roadcase.provisioning.catalogue;

import org.jspecify.annotations.NullMarked;
