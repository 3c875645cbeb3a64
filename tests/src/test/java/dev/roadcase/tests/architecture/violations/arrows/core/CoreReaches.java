package dev.roadcase.tests.architecture.violations.arrows.core;

import dev.roadcase.tests.architecture.violations.arrows.app.AppFloor;
import dev.roadcase.tests.architecture.violations.arrows.console.ConsoleFloor;
import dev.roadcase.tests.architecture.violations.arrows.drivers.DriversFloor;
import dev.roadcase.tests.architecture.violations.arrows.mesh.MeshFloor;
import dev.roadcase.tests.architecture.violations.arrows.provisioning.ProvisioningFloor;
import dev.roadcase.tests.architecture.violations.arrows.wire.WireFloor;

/** Reaches for every floor that core must not know. */
record CoreReaches(
    AppFloor app,
    ConsoleFloor console,
    DriversFloor drivers,
    MeshFloor mesh,
    ProvisioningFloor provisioning,
    WireFloor wire) {}
