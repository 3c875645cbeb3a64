package dev.roadcase.tests.architecture.violations.arrows.wire;

import dev.roadcase.tests.architecture.violations.arrows.app.AppFloor;
import dev.roadcase.tests.architecture.violations.arrows.console.ConsoleFloor;
import dev.roadcase.tests.architecture.violations.arrows.drivers.DriversFloor;
import dev.roadcase.tests.architecture.violations.arrows.mesh.MeshFloor;
import dev.roadcase.tests.architecture.violations.arrows.provisioning.ProvisioningFloor;

/** Reaches for every floor that wire must not know. */
record WireReaches(
    AppFloor app,
    ConsoleFloor console,
    DriversFloor drivers,
    MeshFloor mesh,
    ProvisioningFloor provisioning) {}
