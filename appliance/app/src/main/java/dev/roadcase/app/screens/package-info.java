/**
 * What people see: the crew panel, kept live by server-sent events, the shop for visitors, and the
 * receipt.
 *
 * <p>Promises to show what the box knows and to say when it does not; every page works without
 * JavaScript and asks nothing of any other host. Words are chosen in Java, where tests read them;
 * the templates in {@code src/main/jte} only place them. Reading state and serving the bytes is
 * left to those who call: nothing here has a route, a timer or a clock.
 */
@NullMarked
package dev.roadcase.app.screens;

import org.jspecify.annotations.NullMarked;
