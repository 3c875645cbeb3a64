package dev.roadcase.app.metrics;

import dev.roadcase.app.box.Box;
import dev.roadcase.app.journal.Writer;
import dev.roadcase.app.journal.WriterMeter;
import dev.roadcase.app.logging.FloodGate;
import dev.roadcase.core.fact.DeltaClass;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.LongStream;

/** What {@code /metrics} shows, in Prometheus' text format 0.0.4. */
public final class BoxMetrics {
  public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private static final Duration[] COMMIT_BUCKETS =
      LongStream.of(1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000)
          .mapToObj(Duration::ofMillis)
          .toArray(Duration[]::new);

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

  private final WriterMeter meter;

  /**
   * Those of a box.
   *
   * @param wall the box's idea of the time, milliseconds since 1970
   */
  public BoxMetrics(Writer writer, Box box, LongSupplier wall) {
    meter = writer.meter();
    counter("roadcase.journal.commits", "Transactions, one fsync each", WriterMeter::commits);
    counter("roadcase.journal.facts", "Facts written down", WriterMeter::facts);
    counter(
        "roadcase.journal.fact.bytes", "Bytes of facts, without SQLite's", WriterMeter::factBytes);
    counter("roadcase.journal.telemetry.rows", "Readings written down", WriterMeter::telemetryRows);
    counter(
        "roadcase.journal.commit.seconds",
        "Time spent in transactions",
        m -> m.commitNanos() / 1e9);
    Gauge.builder("roadcase.journal.waiting", writer, Writer::waiting)
        .description("Commands that wait or are being written down")
        .register(registry);
    Timer commits =
        Timer.builder("roadcase.journal.commit.took")
            .description("How long a transaction took, with its fsync")
            .serviceLevelObjectives(COMMIT_BUCKETS)
            .register(registry);
    meter.onCommit(nanos -> commits.record(nanos, TimeUnit.NANOSECONDS));
    gauge("roadcase.journal.size", "Bytes of the journal's files", writer::journalBytes);
    gauge(
        "roadcase.snapshot.tail",
        "Facts since the last snapshot: what a start would replay",
        writer::factsSinceSnapshot);
    gauge(
        "roadcase.snapshot.age",
        "Seconds since the moment that the last snapshot shows; NaN when there is none",
        () -> snapshotAge(writer.snapshotTime(), wall.getAsLong()));
    gauge(
        "roadcase.disk.free", "Bytes free on the disk that holds data_dir", writer.room()::usable);
    gauge("roadcase.disk.reserved", "Bytes of the reserve", writer.room()::reserved);
    gauge(
        "roadcase.disk.selling",
        "1 while there is room to sell",
        () -> writer.room().forSales() ? 1 : 0);
    for (DeltaClass deltaClass : DeltaClass.values()) {
      Gauge.builder("roadcase.queue.waiting", box.outbox(), o -> o.waiting(deltaClass))
          .description("Sequences that upstream does not hold")
          .tag("class", deltaClass.word())
          .register(registry);
      Gauge.builder("roadcase.queue.shed", box.outbox(), o -> o.published(deltaClass).shed().size())
          .description("Sequences that were given up, as the loss ledger has it")
          .tag("class", deltaClass.word())
          .register(registry);
    }
    FunctionCounter.builder("roadcase.log.left.out", this, _ -> FloodGate.leftOut())
        .description("Log messages left out because there were too many of their kind")
        .register(registry);
  }

  private static double snapshotAge(OptionalLong of, long now) {
    return of.isPresent() ? Math.max(0, now - of.getAsLong()) / 1000.0 : Double.NaN;
  }

  /** Connections that are open at a door. */
  public void connections(String door, Supplier<Number> reading) {
    Gauge.builder("roadcase.connections", reading)
        .description("Open connections")
        .tag("door", door)
        .strongReference(true)
        .register(registry);
  }

  /** Streams of server-sent events that are open. */
  public void streams(String of, Supplier<Number> reading) {
    Gauge.builder("roadcase.streams", reading)
        .description("Open streams of server-sent events")
        .tag("of", of)
        .strongReference(true)
        .register(registry);
  }

  /** Octets of ready answers: of the present view, beside the heap in all. */
  public void answers(String of, Supplier<Number> reading) {
    Gauge.builder("roadcase.answers.octets", reading)
        .description("Octets of answers that lie ready")
        .tag("of", of)
        .strongReference(true)
        .register(registry);
  }

  /** Octets of bodies that strangers are still sending. */
  public void bodies(Supplier<Number> reading) {
    Gauge.builder("roadcase.bodies.octets", reading)
        .description("Octets of bodies that strangers are still sending, at most")
        .strongReference(true)
        .register(registry);
  }

  /** Octets that the box holds for strangers: answers that nobody takes, requests under way. */
  public void held(Supplier<Number> reading) {
    Gauge.builder("roadcase.held.octets", reading)
        .description("Octets that are held for strangers who do not read, at most")
        .strongReference(true)
        .register(registry);
  }

  /** Pages that are being made, or wait for their turn. */
  public void pages(Supplier<Number> reading) {
    Gauge.builder("roadcase.pages.waiting", reading)
        .description("Pages that are being made, or wait for it")
        .strongReference(true)
        .register(registry);
  }

  private void gauge(String name, String description, Supplier<Number> reading) {
    Gauge.builder(name, reading).description(description).strongReference(true).register(registry);
  }

  /** The page, as it is now. */
  public String page() {
    return registry.scrape();
  }

  private void counter(String name, String description, ToDoubleFunction<WriterMeter> reading) {
    FunctionCounter.builder(name, meter, reading).description(description).register(registry);
  }
}
