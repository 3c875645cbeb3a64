package dev.roadcase.app.screens;

/**
 * One of the two big answers.
 *
 * @param id of the element that it is swapped into
 * @param answer "Yes", "Not yet", or "" where the question has yet to be asked
 * @param because the reasons as a sentence or two
 * @param ask where to ask; "" where the answer stands there
 */
public record Answer(
    String id, String question, Tone tone, Icon icon, String answer, String because, String ask) {}
