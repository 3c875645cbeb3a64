package dev.roadcase.tests.architecture.violations.names;

final class JournalImpl {}
