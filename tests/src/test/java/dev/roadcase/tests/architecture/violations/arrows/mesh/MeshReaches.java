package dev.roadcase.tests.architecture.violations.arrows.mesh;

import dev.roadcase.tests.architecture.violations.arrows.app.AppFloor;
import dev.roadcase.tests.architecture.violations.arrows.console.ConsoleFloor;
import dev.roadcase.tests.architecture.violations.arrows.drivers.DriversFloor;
import dev.roadcase.tests.architecture.violations.arrows.provisioning.ProvisioningFloor;
import dev.roadcase.tests.architecture.violations.arrows.wire.WireFloor;

/** Reaches for every floor that mesh must not know. */
record MeshReaches(
    AppFloor app,
    ConsoleFloor console,
    DriversFloor drivers,
    ProvisioningFloor provisioning,
    WireFloor wire) {}
