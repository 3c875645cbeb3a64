package dev.roadcase.tests.architecture.violations.arrows.mesh;

/** Something that other floors can reach for. */
public final class MeshFloor {}
