package dev.roadcase.tests.architecture.violations.arrows.core;

/** Something that other floors can reach for. */
public final class CoreFloor {}
