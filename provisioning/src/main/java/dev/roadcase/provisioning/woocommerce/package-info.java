/**
 * WooCommerce's product export, read into items: variations find their product, prices their sale.
 *
 * <p>Promises what {@code provisioning.catalogue} promises for all shops. Signing and files are
 * left to others; the columns are in {@code docs/packs.md}.
 */
@NullMarked
package dev.roadcase.provisioning.woocommerce;

import org.jspecify.annotations.NullMarked;
