package dev.roadcase.tests.architecture.violations.packages.sale.util;

final class MisplacedInUtil {}
