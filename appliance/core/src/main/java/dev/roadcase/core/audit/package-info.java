/**
 * A Merkle tree over the site chain (RFC 6962), so that one short signed line stands for all facts
 * before it.
 *
 * <p>Promises that two trees with one root hold the same facts in the same order, and that a proof
 * is judged without the facts that it does not speak of. Signing is left to {@code wire.token},
 * when to sign to {@code app.audit}, reading a log to {@code wire.log}.
 */
@NullMarked
package dev.roadcase.core.audit;

import org.jspecify.annotations.NullMarked;
