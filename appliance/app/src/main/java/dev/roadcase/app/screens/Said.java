package dev.roadcase.app.screens;

/** What came of a form that was sent. */
public record Said(Tone tone, String sentence) {}
