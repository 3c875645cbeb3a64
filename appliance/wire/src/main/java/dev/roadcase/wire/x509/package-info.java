/**
 * Certificates (X.509, RFC 5280) of a fleet, all P-256: root, show, kit, upstream server; the lists
 * of those that count no more; the PEM files and key stores that carry them.
 *
 * <p>Promises that a certificate made here is accepted by TLS stacks and phones, and that a chain
 * is trusted only from the fleet root that was configured. Which key signs what is said in {@code
 * docs/keys.md}; where the files lie on a crew laptop is left to {@code provisioning}.
 */
@NullMarked
package dev.roadcase.wire.x509;

import org.jspecify.annotations.NullMarked;
