package dev.roadcase.tests.architecture.violations.arrows.app;

/** Something that other floors can reach for. */
public final class AppFloor {}
