package dev.roadcase.tests.architecture.violations.arrows.wire;

/** Something that other floors can reach for. */
public final class WireFloor {}
