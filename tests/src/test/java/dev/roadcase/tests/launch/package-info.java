/**
 * The scripts, as a stranger runs them: in a tree that was copied or moved, on a machine without
 * tools, with a JVM that fails. No test here builds; what they run was built before them.
 */
package dev.roadcase.tests.launch;
