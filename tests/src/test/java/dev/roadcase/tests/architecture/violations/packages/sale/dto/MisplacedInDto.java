package dev.roadcase.tests.architecture.violations.packages.sale.dto;

final class MisplacedInDto {}
