package dev.roadcase.app.screens;

/**
 * One of the two big answers.
 *
 * @param id of the element that it is swapped into
 * @param answer "Yes" or "Not yet"
 * @param because the reasons as one sentence
 */
public record Answer(String id, String question, Tone tone, String answer, String because) {}
