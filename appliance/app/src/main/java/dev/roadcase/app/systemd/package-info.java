/**
 * What the box tells the service manager: {@code sd_notify(3)} and its watchdog.
 *
 * <p>Promises silence where there is no service manager, and that the watchdog is fed by what the
 * writer has done and by nothing else.
 */
@NullMarked
package dev.roadcase.app.systemd;

import org.jspecify.annotations.NullMarked;
