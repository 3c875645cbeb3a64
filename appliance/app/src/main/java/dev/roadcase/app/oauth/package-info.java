/**
 * How devices are paired and get their tokens, and what others need to check those: OAuth's
 * endpoints, the issuer's keys, the status list, the head of the log.
 *
 * <p>Promises the answers of the standards, RFC 6749, 7009, 8628 and 9449, so that a stock client
 * understands them. Which tokens are good is left to {@code app.auth}.
 */
@NullMarked
package dev.roadcase.app.oauth;

import org.jspecify.annotations.NullMarked;
