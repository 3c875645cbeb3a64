package dev.roadcase.tests.architecture.violations.libraries.mesh;

/** Arrays and primitives are the JDK's too. */
record AllowedArrays(byte[] bytes, int[][] numbers, String[] words, AllowedArrays[] ours) {}
