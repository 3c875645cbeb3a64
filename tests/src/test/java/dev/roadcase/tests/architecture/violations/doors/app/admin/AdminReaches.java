package dev.roadcase.tests.architecture.violations.doors.app.admin;

import dev.roadcase.tests.architecture.violations.doors.app.api.ApiDoor;
import dev.roadcase.tests.architecture.violations.doors.app.cli.CliDoor;
import dev.roadcase.tests.architecture.violations.doors.app.hardware.HardwareDoor;
import dev.roadcase.tests.architecture.violations.doors.app.oauth.OauthDoor;
import dev.roadcase.tests.architecture.violations.doors.app.pages.PagesDoor;
import dev.roadcase.tests.architecture.violations.doors.app.uplink.UplinkDoor;

/** Reaches for every other door. */
record AdminReaches(
    ApiDoor api,
    CliDoor cli,
    HardwareDoor hardware,
    OauthDoor oauth,
    PagesDoor pages,
    UplinkDoor uplink) {}
