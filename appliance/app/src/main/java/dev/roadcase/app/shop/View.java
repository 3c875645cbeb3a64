package dev.roadcase.app.shop;

import dev.roadcase.core.fact.Mode;
import dev.roadcase.core.pack.Quantity;
import dev.roadcase.core.pack.Sku;
import java.util.Optional;
import java.util.function.Function;

/**
 * The shop window at one moment.
 *
 * @param number rises with each view; whatever was built from the same number can be used again
 * @param position everything up to here in the journal is in the view; what is newer may be
 * @param goods what is on offer; nothing before the first pack
 * @param left what may still be sold of a counted item: published state
 */
public record View(
    long number, long position, Mode mode, Optional<Goods> goods, Function<Sku, Quantity> left) {}
