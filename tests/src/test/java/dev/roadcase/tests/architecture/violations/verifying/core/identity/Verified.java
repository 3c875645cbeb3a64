package dev.roadcase.tests.architecture.violations.verifying.core.identity;

/** Stands in for the real one. */
public record Verified<T>(T value) {}
