package dev.roadcase.core.fact;

import java.util.Optional;

/**
 * A machine whose whole state is one immutable value, which a snapshot keeps as it is.
 *
 * @param <S> the state
 */
public abstract class StagedMachine<S> implements Machine {
  private final StagedValue<S> state;
  private final String name;
  private final int format;
  private final Class<S> type;

  /**
   * A machine that has seen no fact.
   *
   * @param name of its part of a snapshot
   * @param format raised when {@code type} changes, or what it means
   */
  protected StagedMachine(String name, int format, Class<S> type, S initial) {
    state = new StagedValue<>(initial);
    this.name = name;
    this.format = format;
    this.type = type;
  }

  /** The writer's view. */
  protected final S current() {
    return state.get();
  }

  /** Stages what comes after it; only {@code apply} does. */
  protected final void stage(S next) {
    state.set(next);
  }

  @Override
  public final void publish() {
    state.publish();
  }

  @Override
  public final void discard() {
    state.discard();
  }

  @Override
  public final Optional<SnapshotPart<?>> snapshotPart() {
    return Optional.of(new SnapshotPart<>(name, format, type, this::state, this::restore));
  }

  /** Any thread's view: only what is on the disk. */
  public final S state() {
    return state.published();
  }

  /** Takes up where a snapshot left off. Only before the first {@code apply}. */
  public void restore(S from) {
    state.set(from);
    state.publish();
  }
}
