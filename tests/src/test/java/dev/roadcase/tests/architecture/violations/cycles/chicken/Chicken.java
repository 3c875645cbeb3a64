package dev.roadcase.tests.architecture.violations.cycles.chicken;

import dev.roadcase.tests.architecture.violations.cycles.egg.Egg;

public record Chicken(Egg hatchedFrom) {}
