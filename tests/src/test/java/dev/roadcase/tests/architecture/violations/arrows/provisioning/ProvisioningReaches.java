package dev.roadcase.tests.architecture.violations.arrows.provisioning;

import dev.roadcase.tests.architecture.violations.arrows.app.AppFloor;
import dev.roadcase.tests.architecture.violations.arrows.console.ConsoleFloor;
import dev.roadcase.tests.architecture.violations.arrows.drivers.DriversFloor;
import dev.roadcase.tests.architecture.violations.arrows.mesh.MeshFloor;

/** Reaches for every floor that provisioning must not know. */
record ProvisioningReaches(
    AppFloor app, ConsoleFloor console, DriversFloor drivers, MeshFloor mesh) {}
