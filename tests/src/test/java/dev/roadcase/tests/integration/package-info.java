/** Real processes on loopback that are not ours. */
package dev.roadcase.tests.integration;
