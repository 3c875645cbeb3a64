package dev.roadcase.tests.architecture.violations.doors.app.cli;

/** Something that other doors can reach for. */
public final class CliDoor {}
