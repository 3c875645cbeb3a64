/**
 * A hostile stranger against a running box, over HTTPS, with whatever he could have got hold of: a
 * phone that is still paired, a guest's place on the Wi-Fi, a photographed code, yesterday's card.
 *
 * <p>The numbers in the comments are those of the list in docs/attacks.md, which also names the
 * tests that stand elsewhere, beside the class that they attack.
 */
package dev.roadcase.tests.attack;
