package dev.roadcase.tests.architecture.violations.arrows.drivers;

import dev.roadcase.tests.architecture.violations.arrows.app.AppFloor;
import dev.roadcase.tests.architecture.violations.arrows.console.ConsoleFloor;
import dev.roadcase.tests.architecture.violations.arrows.core.CoreFloor;
import dev.roadcase.tests.architecture.violations.arrows.mesh.MeshFloor;
import dev.roadcase.tests.architecture.violations.arrows.provisioning.ProvisioningFloor;
import dev.roadcase.tests.architecture.violations.arrows.wire.WireFloor;

/** Reaches for every floor that drivers must not know. */
record DriversReaches(
    AppFloor app,
    ConsoleFloor console,
    CoreFloor core,
    MeshFloor mesh,
    ProvisioningFloor provisioning,
    WireFloor wire) {}
