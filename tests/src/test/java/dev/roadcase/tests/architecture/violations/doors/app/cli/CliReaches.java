package dev.roadcase.tests.architecture.violations.doors.app.cli;

import dev.roadcase.tests.architecture.violations.doors.app.admin.AdminDoor;
import dev.roadcase.tests.architecture.violations.doors.app.api.ApiDoor;
import dev.roadcase.tests.architecture.violations.doors.app.hardware.HardwareDoor;
import dev.roadcase.tests.architecture.violations.doors.app.oauth.OauthDoor;
import dev.roadcase.tests.architecture.violations.doors.app.pages.PagesDoor;
import dev.roadcase.tests.architecture.violations.doors.app.uplink.UplinkDoor;

/** Reaches for every other door. */
record CliReaches(
    AdminDoor admin,
    ApiDoor api,
    HardwareDoor hardware,
    OauthDoor oauth,
    PagesDoor pages,
    UplinkDoor uplink) {}
