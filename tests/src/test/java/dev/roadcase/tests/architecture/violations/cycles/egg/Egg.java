package dev.roadcase.tests.architecture.violations.cycles.egg;

import dev.roadcase.tests.architecture.violations.cycles.chicken.Chicken;

public record Egg(Chicken laidBy) {}
