package dev.roadcase.tests.architecture.violations.arrows.provisioning;

/** Something that other floors can reach for. */
public final class ProvisioningFloor {}
