package dev.roadcase.tests.architecture.violations.doors.app.oauth;

import dev.roadcase.tests.architecture.violations.doors.app.admin.AdminDoor;
import dev.roadcase.tests.architecture.violations.doors.app.api.ApiDoor;
import dev.roadcase.tests.architecture.violations.doors.app.cli.CliDoor;
import dev.roadcase.tests.architecture.violations.doors.app.hardware.HardwareDoor;
import dev.roadcase.tests.architecture.violations.doors.app.pages.PagesDoor;
import dev.roadcase.tests.architecture.violations.doors.app.uplink.UplinkDoor;

/** Reaches for every other door. */
record OauthReaches(
    AdminDoor admin,
    ApiDoor api,
    CliDoor cli,
    HardwareDoor hardware,
    PagesDoor pages,
    UplinkDoor uplink) {}
