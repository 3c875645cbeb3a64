/**
 * Holds the house to its plan: which module may know which, what a pure core must not touch, and
 * what a tidy repository looks like. Every rule is a function of a root package, so that the same
 * rule runs on {@code dev.roadcase} and on a tree of seeded violations that it must catch.
 */
package dev.roadcase.tests.architecture;
