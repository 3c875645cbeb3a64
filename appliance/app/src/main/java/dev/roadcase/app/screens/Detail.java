package dev.roadcase.app.screens;

/**
 * A small fact at the foot of the panel.
 *
 * @param anchor of the state on the help page
 */
public record Detail(String name, String value, Tone tone, String anchor) {}
