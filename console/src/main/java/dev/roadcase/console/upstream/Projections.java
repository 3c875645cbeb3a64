package dev.roadcase.console.upstream;

import dev.roadcase.core.fact.FactType;
import dev.roadcase.core.identity.FleetId;
import dev.roadcase.wire.event.EventType;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** All projections of the database, and which of them reads what. */
final class Projections implements AutoCloseable {
  /** Makes one, with its statements prepared. */
  private interface Factory {
    Projection prepared(Connection connection, FleetId fleet) throws SQLException;
  }

  private static final List<Factory> ALL =
      List.of(
          BookTable::new,
          (_, _) -> new ShedLedger(),
          (connection, _) -> new StockCountTable(connection));

  /** What a delta of some type is here. */
  sealed interface Reader {
    /** No projection reads it: it stands as it came. */
    record Nobody() implements Reader {}

    record Is(Projection projection) implements Reader {}

    /** A projection reads its word, and not in this version: a newer release wrote it. */
    record Newer(int known) implements Reader {}
  }

  private final List<Projection> all = new ArrayList<>();
  private final Map<String, Map<Integer, Projection>> byWord = new HashMap<>();

  Projections(Connection connection, FleetId fleet) throws SQLException {
    for (Factory factory : ALL) {
      Projection projection = factory.prepared(connection, fleet);
      all.add(projection);
      for (FactType type : projection.reads()) {
        byWord.computeIfAbsent(type.word(), _ -> new HashMap<>()).put(type.version(), projection);
      }
    }
  }

  List<Projection> all() {
    return List.copyOf(all);
  }

  Reader of(EventType type) {
    Map<Integer, Projection> versions = byWord.get(type.word());
    if (versions == null) {
      return new Reader.Nobody();
    }
    Projection projection = versions.get(type.version());
    return projection == null
        ? new Reader.Newer(versions.keySet().stream().max(Integer::compare).orElseThrow())
        : new Reader.Is(projection);
  }

  /** See {@link Projection#due}. */
  List<Booking> due(int most) throws SQLException {
    List<Booking> due = new ArrayList<>();
    for (Projection projection : all) {
      if (due.size() < most) {
        due.addAll(projection.due(most - due.size()));
      }
    }
    return due;
  }

  /** See {@link Projection#forget}. */
  void forget() {
    all.forEach(Projection::forget);
  }

  @Override
  public void close() throws SQLException {
    for (Projection projection : all) {
      projection.close();
    }
  }
}
