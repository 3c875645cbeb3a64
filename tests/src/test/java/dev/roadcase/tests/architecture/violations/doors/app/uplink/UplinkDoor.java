package dev.roadcase.tests.architecture.violations.doors.app.uplink;

/** Something that other doors can reach for. */
public final class UplinkDoor {}
