/**
 * The local door, for the person at the box: what {@code app.cli} asks for.
 *
 * <p>Promises to answer whoever shows {@code admin.token}, and nobody else. What is asked for is
 * done by {@code app.auth} and {@code app.export}.
 */
@NullMarked
package dev.roadcase.app.admin;

import org.jspecify.annotations.NullMarked;
