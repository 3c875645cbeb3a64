package dev.roadcase.tests.architecture.violations.arrows.app;

import dev.roadcase.tests.architecture.violations.arrows.console.ConsoleFloor;
import dev.roadcase.tests.architecture.violations.arrows.provisioning.ProvisioningFloor;

/** Reaches for every floor that app must not know. */
record AppReaches(ConsoleFloor console, ProvisioningFloor provisioning) {}
