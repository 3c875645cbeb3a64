/**
 * A whole site on one machine: an upstream, a box, tills, and a link that can be cut, all real
 * processes and real sockets.
 *
 * <p>Promises a pack that is built as a crew builds one, from an export in Shopify's form, and to
 * talk to the box as strangers would: over HTTPS with the fleet's root as the only trust, with keys
 * and tokens of its own. What is true at the end is left to {@code provisioning.checker}, which
 * shares no code with anything here.
 */
@NullMarked
package dev.roadcase.provisioning.demo;

import org.jspecify.annotations.NullMarked;
