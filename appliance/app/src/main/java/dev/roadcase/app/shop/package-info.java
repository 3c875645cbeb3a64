/**
 * What is in the shop window: the published state as visitors see it, and how it changes.
 *
 * <p>Promises that everything built from one {@link View} belongs together, that a view is never
 * older than {@link Window#PACE} once it is looked at, and that a change is told once for all who
 * listen. Bytes on a socket are left to {@code app.http}, words to {@code app.screens}.
 */
@NullMarked
package dev.roadcase.app.shop;

import org.jspecify.annotations.NullMarked;
