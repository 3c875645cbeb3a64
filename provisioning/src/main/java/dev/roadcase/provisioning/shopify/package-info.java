/**
 * Shopify's product export, read into items: rows in; items, notes and problems out.
 *
 * <p>Promises that a row which cannot be read exactly is named by line, column and reason, that all
 * such rows are named at once, and that nothing is decided silently: whatever is left out, made up
 * or sold without counting stands in a note. Signing and files are left to the packages beside this
 * one; the columns are in {@code docs/packs.md}.
 */
@NullMarked
package dev.roadcase.provisioning.shopify;

import org.jspecify.annotations.NullMarked;
