/**
 * What several implementations of one thing promise alike, as one suite that each of them passes:
 * the one that ships, and the one that a simulation plays.
 *
 * <p>Promises that a rule which the simulator proves over its pretend card is about a card that
 * behaves like the real journal. What the rules build upon it is left to {@code tests.simulation}.
 */
package dev.roadcase.tests.contract;
