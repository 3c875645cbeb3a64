package dev.roadcase.tests.architecture.violations.doors.app.pages;

/** Something that other doors can reach for. */
public final class PagesDoor {}
