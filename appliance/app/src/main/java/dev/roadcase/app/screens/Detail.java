package dev.roadcase.app.screens;

/** A small fact at the foot of the panel. */
public record Detail(String name, String value, Tone tone) {}
