package dev.roadcase.app.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;

/**
 * Lets so many messages of one kind through in a minute, counts the others, and says how many there
 * were when the minute is over. A kind is a logger and a message before its values are filled in.
 */
public final class FloodGate extends TurboFilter {
  /** Of one kind, in a minute. */
  static final int A_MINUTE = 20;

  private static final long MINUTE_NANOS = 60_000_000_000L;

  /** More kinds than the source has; what comes beyond counts as one. */
  private static final int KINDS_MAX = 1_000;

  private static final String OTHER = "other";
  private static final String LEFT_OUT = "{} more in the last minute, left out: {}";
  private static final LongAdder ALL_LEFT_OUT = new LongAdder();
  private static final AtomicReference<@Nullable FloodGate> IN_USE = new AtomicReference<>();

  private static final class Kind {
    private final Logger logger;
    private final String message;
    private long since;
    private int let;
    private long leftOut;

    Kind(Logger logger, String message, long since) {
      this.logger = logger;
      this.message = message;
      this.since = since;
    }
  }

  private final Map<String, Kind> kinds = new LinkedHashMap<>();
  private final LongSupplier nanos;
  private long lookedAt;

  /** As logback makes it. */
  public FloodGate() {
    this(System::nanoTime);
    IN_USE.set(this);
  }

  FloodGate(LongSupplier nanos) {
    this.nanos = nanos;
    lookedAt = nanos.getAsLong();
  }

  /** Before the process ends: says what was left out in a minute that is not over. */
  public static void lastWord() {
    FloodGate gate = IN_USE.get();
    if (gate != null) {
      gate.tellAll();
    }
  }

  /** Messages left out since the start; for metrics. */
  public static long leftOut() {
    return ALL_LEFT_OUT.sum();
  }

  @Override
  public FilterReply decide(
      @Nullable Marker marker,
      Logger logger,
      Level level,
      @Nullable String message,
      Object @Nullable [] values,
      @Nullable Throwable cause) {
    if (message == null
        || message.equals(LEFT_OUT)
        || !level.isGreaterOrEqual(logger.getEffectiveLevel())) {
      return FilterReply.NEUTRAL;
    }
    return passes(logger, message) ? FilterReply.NEUTRAL : FilterReply.DENY;
  }

  private boolean passes(Logger logger, String message) {
    synchronized (kinds) {
      long now = nanos.getAsLong();
      if (now - lookedAt >= MINUTE_NANOS) {
        lookedAt = now;
        tell(kind -> now - kind.since >= MINUTE_NANOS);
      }
      String name = logger.getName() + '\n' + message;
      Kind kind = kinds.get(name);
      if (kind == null) {
        name = kinds.size() >= KINDS_MAX ? OTHER : name;
        kind = kinds.computeIfAbsent(name, _ -> new Kind(logger, message, now));
      }
      if (kind.let < A_MINUTE) {
        kind.let++;
        return true;
      }
      kind.leftOut++;
      ALL_LEFT_OUT.increment();
      return false;
    }
  }

  void tellAll() {
    synchronized (kinds) {
      tell(_ -> true);
    }
  }

  /** Kinds whose time is over begin anew. */
  private void tell(Predicate<Kind> over) {
    kinds
        .values()
        .removeIf(kind -> {
          if (!over.test(kind)) {
            return false;
          }
          if (kind.leftOut > 0) {
            kind.logger.warn(LEFT_OUT, kind.leftOut, kind.message);
          }
          return true;
        });
  }
}
