/**
 * Shopify's product export, read into items: rows in; items, notes and problems out.
 *
 * <p>Promises what {@code provisioning.catalogue} promises for all shops. Signing and files are
 * left to others; the columns are in {@code docs/packs.md}.
 */
@NullMarked
package dev.roadcase.provisioning.shopify;

import org.jspecify.annotations.NullMarked;
