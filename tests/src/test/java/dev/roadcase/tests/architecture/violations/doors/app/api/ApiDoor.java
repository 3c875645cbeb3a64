package dev.roadcase.tests.architecture.violations.doors.app.api;

/** Something that other doors can reach for. */
public final class ApiDoor {}
