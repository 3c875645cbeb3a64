package dev.roadcase.tests.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.roadcase.app.box.Box;
import dev.roadcase.app.box.Command;
import dev.roadcase.app.box.LifeCommand;
import dev.roadcase.app.box.Prepared;
import dev.roadcase.app.box.Sample;
import dev.roadcase.app.box.Telemetry;
import dev.roadcase.app.box.TelemetryCommand.TakeTelemetry;
import dev.roadcase.app.journal.Snapshot;
import dev.roadcase.core.fact.DeltaClass;
import dev.roadcase.core.fact.Entry;
import dev.roadcase.core.fact.Mode;
import dev.roadcase.core.fact.Now;
import dev.roadcase.core.identity.FleetId;
import dev.roadcase.core.identity.Incarnation;
import dev.roadcase.core.identity.KitId;
import dev.roadcase.wire.fact.FactJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a box relies on, of whatever keeps its facts. */
public abstract class JournalContract {
  protected static final KitId KIT = new KitId("kit-1");
  protected static final Incarnation LIFE = new Incarnation("0123456789abcdef");

  private static final long NOON = 1_795_000_000_000L;

  /** A fact by its place. */
  @SuppressWarnings("ArrayRecordComponent") // the stored bytes
  public record Stored(long position, byte[] bytes) {}

  /** What keeps facts. */
  public interface Keeper extends AutoCloseable {
    /** Returns when it is on the disk. */
    void commit(List<Prepared<?>> batch, long keepTelemetryFrom);

    void save(Snapshot snapshot);

    /** The box's own facts after a position, in order. */
    List<Stored> after(long position);

    Telemetry.Span telemetry();

    Optional<Snapshot> snapshot();

    /** What goes upstream under that sequence; empty when there is no such thing, or no more. */
    Optional<byte[]> delta(DeltaClass deltaClass, long seq);

    /** The process is gone; the next one meets this. */
    Keeper reopened() throws Exception;

    @Override
    void close() throws Exception;
  }

  private final Box box =
      new Box(
          new Box.Identity(new FleetId("fleet"), KIT, LIFE, Mode.LIVE),
          new FactJson(id -> {
            throw new IllegalArgumentException("no packs here");
          }));

  private Keeper keeper;
  private long at;

  /** A new one, of {@link #KIT}, with nothing in it. */
  protected abstract Keeper keeper() throws Exception;

  @BeforeEach
  void begin() throws Exception {
    keeper = keeper();
  }

  @AfterEach
  void end() throws Exception {
    keeper.close();
  }

  @Test
  void aNewOneHasNothing() {
    assertEquals(List.of(), keeper.after(0));
    assertEquals(new Telemetry.Span(1, 0), keeper.telemetry());
    assertEquals(Optional.empty(), keeper.snapshot());
    for (DeltaClass deltaClass : DeltaClass.values()) {
      assertEquals(Optional.empty(), keeper.delta(deltaClass, 1));
    }
  }

  @Test
  void whatIsCommittedIsReadInItsOrderWithTheSameBytes() throws Exception {
    List<Entry> written = new ArrayList<>();
    written.addAll(commit(stop(), stop()));
    written.addAll(commit(stop()));
    assertSame(written, keeper.after(0));
    assertSame(written.subList(1, 3), keeper.after(1));
    assertSame(List.of(), keeper.after(3));
    keeper = keeper.reopened();
    assertSame(written, keeper.after(0));
  }

  @Test
  void aDeltaIsFoundByItsClassAndSequence() throws Exception {
    List<Entry> written = commit(stop(), stop());
    keeper = keeper.reopened();
    assertArrayEquals(written.get(0).bytes(), delta(DeltaClass.P0, 1));
    assertArrayEquals(written.get(1).bytes(), delta(DeltaClass.P0, 2));
    assertEquals(Optional.empty(), keeper.delta(DeltaClass.P0, 3));
    assertEquals(Optional.empty(), keeper.delta(DeltaClass.P1, 1));
  }

  @Test
  void telemetryIsKeptAsItCameUntilItIsGivenUp() throws Exception {
    commit(samples(3));
    keeper = keeper.reopened();
    assertEquals(new Telemetry.Span(1, 3), keeper.telemetry());
    assertEquals("{\"n\":2}", new String(delta(DeltaClass.P3, 2), StandardCharsets.UTF_8));

    keeper.commit(prepared(stop()), 3);

    assertEquals(new Telemetry.Span(3, 3), keeper.telemetry());
    assertEquals(Optional.empty(), keeper.delta(DeltaClass.P3, 2));
    assertEquals("{\"n\":3}", new String(delta(DeltaClass.P3, 3), StandardCharsets.UTF_8));
  }

  /** A sequence that was given out is given out once. */
  @Test
  void whereAllRowsAreGoneTheSequenceGoesOn() throws Exception {
    commit(samples(3));
    keeper.commit(prepared(stop()), 4);
    keeper = keeper.reopened();
    assertEquals(new Telemetry.Span(4, 3), keeper.telemetry());
  }

  @Test
  void theSnapshotIsTheLastOneAndTakesNoFactAway() throws Exception {
    List<Entry> written = commit(stop());
    keeper.save(snapshot(1, "one"));
    keeper.save(snapshot(1, "two"));
    keeper = keeper.reopened();
    Snapshot kept = keeper.snapshot().orElseThrow();
    assertEquals(1, kept.position());
    assertEquals("live", kept.mode());
    assertEquals("two", new String(kept.state(), StandardCharsets.UTF_8));
    assertSame(written, keeper.after(0));
  }

  private static Snapshot snapshot(long position, String state) {
    return new Snapshot(7, "live", position, state.getBytes(StandardCharsets.UTF_8), List.of());
  }

  private byte[] delta(DeltaClass deltaClass, long seq) {
    return keeper.delta(deltaClass, seq).orElseThrow();
  }

  private List<Entry> commit(Command<?>... commands) {
    List<Prepared<?>> batch = prepared(commands);
    keeper.commit(batch, 1);
    return batch.stream().flatMap(prepared -> prepared.entries().stream()).toList();
  }

  private List<Prepared<?>> prepared(Command<?>... commands) {
    List<Prepared<?>> batch = new ArrayList<>();
    for (Command<?> command : commands) {
      batch.add(box.decide(now(), command));
    }
    box.publish();
    return batch;
  }

  private static Command<?> stop() {
    return new LifeCommand.Stop("asked to");
  }

  private static Command<?> samples(int count) {
    List<Sample> samples = new ArrayList<>();
    for (int n = 1; n <= count; n++) {
      samples.add(new Sample("footfall", "d-1", "{\"n\":" + n + "}"));
    }
    return new TakeTelemetry(samples);
  }

  private static void assertSame(List<Entry> written, List<Stored> kept) {
    assertEquals(
        written.stream().map(Entry::position).toList(),
        kept.stream().map(Stored::position).toList());
    for (int i = 0; i < kept.size(); i++) {
      assertArrayEquals(written.get(i).bytes(), kept.get(i).bytes());
    }
  }

  private Now now() {
    at += 10;
    long wall = NOON + at;
    return new Now("boot", at * 1_000_000, wall - 1_000, wall + 1_000, wall);
  }
}
