/**
 * What people see: the crew panel, rendered here and kept live by server-sent events.
 *
 * <p>Promises to show what the box knows and to say when it does not. Reads published state only.
 */
@NullMarked
package dev.roadcase.app.screens;

import org.jspecify.annotations.NullMarked;
