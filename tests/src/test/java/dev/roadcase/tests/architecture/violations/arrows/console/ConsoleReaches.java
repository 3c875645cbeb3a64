package dev.roadcase.tests.architecture.violations.arrows.console;

import dev.roadcase.tests.architecture.violations.arrows.app.AppFloor;
import dev.roadcase.tests.architecture.violations.arrows.drivers.DriversFloor;
import dev.roadcase.tests.architecture.violations.arrows.mesh.MeshFloor;
import dev.roadcase.tests.architecture.violations.arrows.provisioning.ProvisioningFloor;

/** Reaches for every floor that console must not know. */
record ConsoleReaches(
    AppFloor app, DriversFloor drivers, MeshFloor mesh, ProvisioningFloor provisioning) {}
