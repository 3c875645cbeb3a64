/**
 * The screens in a real Chromium: as a crew member and a visitor see them, with the link down, the
 * application down, no JavaScript, a slow network, and with axe looking for what shuts people out.
 *
 * <p>A new screen takes an hour: open {@link dev.roadcase.tests.browser.Phone} on its address, say
 * in rules what must be seen, end with {@code assertAccessible} and {@code assertStayedHome}.
 * Without chromium or Node 20 the tests are skipped with a line that says so.
 */
package dev.roadcase.tests.browser;
