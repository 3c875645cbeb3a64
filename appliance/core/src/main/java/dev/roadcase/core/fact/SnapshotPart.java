package dev.roadcase.core.fact;

import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What a snapshot keeps of one machine.
 *
 * @param name of the part, unique in a box
 * @param format goes up with every change of {@code type} or of what is reached from it: a part of
 *     another format is not read, and the facts are replayed instead
 * @param type a record that is nothing but its components
 * @param state the published state; called on the writer's thread
 * @param restore takes up where a snapshot left off; called before the first {@code apply} alone
 */
public record SnapshotPart<S>(
    String name, int format, Class<S> type, Supplier<S> state, Consumer<S> restore) {}
