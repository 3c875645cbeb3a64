package dev.roadcase.tests.architecture.violations.doors.app.oauth;

/** Something that other doors can reach for. */
public final class OauthDoor {}
