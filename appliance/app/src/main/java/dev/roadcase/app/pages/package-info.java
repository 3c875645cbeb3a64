/**
 * Pages for people: the shop for everybody, the panel and its forms for the crew, the root
 * certificate for the staff's phones.
 *
 * <p>Promises that nobody who is not of the crew sees or sends a form of the crew's, and that a
 * page which is open keeps to what is so. What stands on a page is left to {@code app.screens}.
 */
@NullMarked
package dev.roadcase.app.pages;

import org.jspecify.annotations.NullMarked;
