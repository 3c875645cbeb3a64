/**
 * Stock as rights: how much of each counted item this box may still sell.
 *
 * <p>Promises that a right is used once and never invented: what is sold is at most what was
 * granted. A lone box holds all; moving rights between boxes is to come.
 */
@NullMarked
package dev.roadcase.mesh.rights;

import org.jspecify.annotations.NullMarked;
