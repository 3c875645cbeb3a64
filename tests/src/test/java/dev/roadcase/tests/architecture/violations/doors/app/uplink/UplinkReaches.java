package dev.roadcase.tests.architecture.violations.doors.app.uplink;

import dev.roadcase.tests.architecture.violations.doors.app.admin.AdminDoor;
import dev.roadcase.tests.architecture.violations.doors.app.api.ApiDoor;
import dev.roadcase.tests.architecture.violations.doors.app.cli.CliDoor;
import dev.roadcase.tests.architecture.violations.doors.app.hardware.HardwareDoor;
import dev.roadcase.tests.architecture.violations.doors.app.oauth.OauthDoor;
import dev.roadcase.tests.architecture.violations.doors.app.pages.PagesDoor;

/** Reaches for every other door. */
record UplinkReaches(
    AdminDoor admin,
    ApiDoor api,
    CliDoor cli,
    HardwareDoor hardware,
    OauthDoor oauth,
    PagesDoor pages) {}
