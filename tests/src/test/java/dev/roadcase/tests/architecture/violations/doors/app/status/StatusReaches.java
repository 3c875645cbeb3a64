package dev.roadcase.tests.architecture.violations.doors.app.status;

import dev.roadcase.tests.architecture.violations.doors.app.screens.ScreensFloor;

/** Knows how it is shown. */
record StatusReaches(ScreensFloor screens) {}
