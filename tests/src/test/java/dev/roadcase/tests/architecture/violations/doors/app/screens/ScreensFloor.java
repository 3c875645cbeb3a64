package dev.roadcase.tests.architecture.violations.doors.app.screens;

/** Something that is shown. */
public final class ScreensFloor {}
