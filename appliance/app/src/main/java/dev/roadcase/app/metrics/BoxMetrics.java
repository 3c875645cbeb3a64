package dev.roadcase.app.metrics;

import dev.roadcase.app.journal.Writer;
import dev.roadcase.app.journal.WriterMeter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.function.ToDoubleFunction;

/** What {@code /metrics} shows, in Prometheus' text format 0.0.4. */
public final class BoxMetrics {
  public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

  private final WriterMeter meter;

  public BoxMetrics(Writer writer) {
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
  }

  /** The page, as it is now. */
  public String page() {
    return registry.scrape();
  }

  private void counter(String name, String description, ToDoubleFunction<WriterMeter> reading) {
    FunctionCounter.builder(name, meter, reading).description(description).register(registry);
  }
}
