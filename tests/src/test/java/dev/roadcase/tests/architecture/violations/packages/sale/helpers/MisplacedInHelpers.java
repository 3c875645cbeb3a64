package dev.roadcase.tests.architecture.violations.packages.sale.helpers;

final class MisplacedInHelpers {}
