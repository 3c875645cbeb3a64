package dev.roadcase.tests.architecture.violations.doors.app.hardware;

/** Something that other doors can reach for. */
public final class HardwareDoor {}
