package dev.roadcase.tests.architecture.violations.arrows.console;

/** Something that other floors can reach for. */
public final class ConsoleFloor {}
