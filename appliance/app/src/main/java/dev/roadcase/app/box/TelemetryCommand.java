package dev.roadcase.app.box;

import dev.roadcase.core.fact.Decision;
import dev.roadcase.core.fact.Now;
import dev.roadcase.core.queue.UplinkFact.TelemetryShed;
import java.util.List;

/** What becomes rows of p3, and what is given up of them. */
public sealed interface TelemetryCommand<O> extends Command<O> {

  /** Telemetry of a device: no facts, rows of p3. */
  record TakeTelemetry(List<Sample> samples) implements TelemetryCommand<TelemetryTaken> {
    public TakeTelemetry {
      samples = List.copyOf(samples);
    }

    @Override
    public Decision<TelemetryTaken> decide(Box box, Now now) {
      Telemetry.Span taken = box.telemetry().next(samples.size());
      TelemetryTaken answer = new TelemetryTaken(taken.first(), taken.last());
      return box.telemetry()
          .tooMany(samples.size())
          .map(span ->
              Decision.of(
                  answer, new TelemetryShed(span.first(), span.last(), "the table was full")))
          .orElseGet(() -> Decision.nothing(answer));
    }

    @Override
    public OnFullDisk onFullDisk(Box box) {
      return OnFullDisk.ANSWER_ONLY;
    }
  }

  /** The disk runs out: what waits in p3 is given up, and the loss ledger says so. */
  record ShedTelemetry(String why) implements TelemetryCommand<Command.Done> {
    @Override
    public Decision<Done> decide(Box box, Now now) {
      Telemetry.Span waits = box.telemetry().staged();
      return waits.count() == 0
          ? Decision.nothing(new Done())
          : Decision.of(new Done(), new TelemetryShed(waits.first(), waits.last(), why));
    }

    @Override
    public OnFullDisk onFullDisk(Box box) {
      return OnFullDisk.PROCEED;
    }
  }

  /** The p3 sequences that the samples were given, both included. */
  record TelemetryTaken(long from, long to) {}
}
