package dev.roadcase.tests.architecture.violations.packages.sale.exceptions;

final class MisplacedInExceptions {}
