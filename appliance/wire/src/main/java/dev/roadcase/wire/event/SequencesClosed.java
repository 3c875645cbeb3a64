package dev.roadcase.wire.event;

import dev.roadcase.core.fact.Range;
import dev.roadcase.wire.json.Fields;
import dev.roadcase.wire.json.Json;
import dev.roadcase.wire.json.Malformed;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Sequences of one class that will never come, declared, so that a gap is always a fault.
 *
 * @param ranges 1 to {@value #RANGES_MAX}, ascending and apart
 */
public record SequencesClosed(List<Range> ranges, Why why) {
  /** More than one record ever needs; a longer list goes in two records. */
  public static final int RANGES_MAX = 4096;

  /** Why a sequence will never come. */
  public enum Why {
    /** A later event of the same key stands for it. */
    COALESCED("coalesced"),
    /** It was given up; the loss ledger says so too. */
    SHED("shed");

    private final String word;

    Why(String word) {
      this.word = word;
    }

    /** The word on the wire. */
    public String word() {
      return word;
    }

    /** The reason of that word. */
    public static Why of(String word) {
      for (Why why : values()) {
        if (why.word.equals(word)) {
          return why;
        }
      }
      throw new IllegalArgumentException("sequences are closed as coalesced or shed");
    }
  }

  /** Refuses none, too many, or ranges out of order. */
  public SequencesClosed {
    ranges = List.copyOf(ranges);
    if (ranges.isEmpty() || ranges.size() > RANGES_MAX) {
      throw new IllegalArgumentException("a record closes 1 to " + RANGES_MAX + " ranges");
    }
    UpstreamAck.Covered.ascendingAndApart(0, ranges);
  }

  /** The last sequence that is closed. */
  public long last() {
    return ranges.getLast().to();
  }

  /** The body of the event that says so. */
  String json() {
    StringBuilder json = new StringBuilder("{\"ranges\":[");
    for (Range range : ranges) {
      json.append("{\"from\":").append(range.from());
      json.append(",\"to\":").append(range.to()).append("},");
    }
    json.setLength(json.length() - 1);
    return json.append("],\"why\":\"").append(why.word).append("\"}").toString();
  }

  /**
   * Reads the body of such an event.
   *
   * @throws Malformed when it is anything else
   */
  public static SequencesClosed parse(String body) {
    Fields fields = Json.object(body.getBytes(StandardCharsets.UTF_8), "a range record");
    try {
      return new SequencesClosed(
          fields.list("ranges", r -> new Range(r.whole("from"), r.whole("to"))),
          fields.as("why", Why::of));
    } catch (Malformed e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw new Malformed("a range record: " + e.getMessage());
    }
  }
}
