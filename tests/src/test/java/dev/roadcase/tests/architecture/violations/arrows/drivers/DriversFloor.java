package dev.roadcase.tests.architecture.violations.arrows.drivers;

/** Something that other floors can reach for. */
public final class DriversFloor {}
