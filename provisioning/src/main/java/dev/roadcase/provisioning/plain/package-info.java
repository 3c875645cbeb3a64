/**
 * A price list as somebody types it into a spreadsheet: {@code sku,title,price}, and a few columns
 * more.
 *
 * <p>Promises what {@code provisioning.catalogue} promises for all shops; the columns are in {@code
 * docs/packs.md}.
 */
@NullMarked
package dev.roadcase.provisioning.plain;

import org.jspecify.annotations.NullMarked;
