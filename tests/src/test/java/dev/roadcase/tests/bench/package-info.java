/**
 * Figures: {@code ./dev bench NAME} runs the real processes against a load from another process,
 * and, in the same run, the plain thing that sets the limit, so that ratios can be quoted from a
 * noisy machine.
 *
 * <p>Promises that what is reported was measured in this run, as medians of rounds, with the
 * machine that it was measured on. What the figures mean is left to {@code docs/bench.md}.
 */
package dev.roadcase.tests.bench;
