package dev.roadcase.tests.architecture.violations.doors.app.admin;

/** Something that other doors can reach for. */
public final class AdminDoor {}
