/**
 * The catalogue, and stock, slots and holds as rights that a box holds. Promises pure machines that
 * boxes of one site replicate: a message in, messages and facts out, the same on every box. Leaves
 * the sockets to the app and the bytes to wire. The machines stand in the packages below.
 */
@NullMarked
package dev.roadcase.mesh;

import org.jspecify.annotations.NullMarked;
