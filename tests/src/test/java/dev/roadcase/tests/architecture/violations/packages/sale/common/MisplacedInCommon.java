package dev.roadcase.tests.architecture.violations.packages.sale.common;

final class MisplacedInCommon {}
