package dev.roadcase.tests.architecture.violations.doors.app.api;

import dev.roadcase.tests.architecture.violations.doors.app.admin.AdminDoor;
import dev.roadcase.tests.architecture.violations.doors.app.cli.CliDoor;
import dev.roadcase.tests.architecture.violations.doors.app.hardware.HardwareDoor;
import dev.roadcase.tests.architecture.violations.doors.app.oauth.OauthDoor;
import dev.roadcase.tests.architecture.violations.doors.app.pages.PagesDoor;
import dev.roadcase.tests.architecture.violations.doors.app.uplink.UplinkDoor;

/** Reaches for every other door. */
record ApiReaches(
    AdminDoor admin,
    CliDoor cli,
    HardwareDoor hardware,
    OauthDoor oauth,
    PagesDoor pages,
    UplinkDoor uplink) {}
