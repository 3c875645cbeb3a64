package dev.roadcase.wire.event;

import dev.roadcase.core.fact.DeltaClass;
import dev.roadcase.core.fact.Hlc;
import dev.roadcase.core.fact.Mode;
import dev.roadcase.core.identity.FleetId;
import dev.roadcase.core.identity.Incarnation;
import dev.roadcase.core.identity.KitId;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Deltas to test with. */
final class Events {
  static final FleetId FLEET = new FleetId("acme");
  static final KitId KIT = new KitId("kit-4");
  static final Incarnation LIFE = Incarnation.born(1_795_000_000_000L, 0xbeef);
  static final Source BOX = new Source(FLEET, KIT, LIFE);

  private Events() {}

  static DeltaEvent power(long seq, String body) {
    return event(DeltaClass.P2, seq, "power-changed", "power", body);
  }

  static DeltaEvent event(DeltaClass deltaClass, long seq, String word, String key, String body) {
    return new DeltaEvent(
        KIT + "/" + LIFE + "/site/" + (seq + 7),
        BOX,
        new EventType(word, 1),
        1_795_340_000_000L + seq,
        deltaClass,
        seq,
        new Hlc((1_795_340_000_000L + seq) << 16),
        Mode.LIVE,
        key,
        body);
  }

  /** Any delta of one class, with any text in it that a JSON string can hold. */
  static Arbitrary<DeltaEvent> any(DeltaClass deltaClass) {
    Arbitrary<String> words =
        Arbitraries.strings()
            .withCharRange('a', 'z')
            .withChars("-0123456789")
            .ofMinLength(1)
            .ofMaxLength(40)
            .filter(w -> !w.equals("batch"));
    Arbitrary<String> keys =
        Arbitraries.strings()
            .excludeChars((char) 0)
            .ofMinLength(1)
            .ofMaxLength(60)
            .filter(k ->
                k.codePoints()
                    .noneMatch(c -> Character.isISOControl(c) || (c >= 0xD800 && c <= 0xDFFF)));
    return Combinators.combine(
            words,
            Arbitraries.longs().between(0, DeltaEvent.EPOCH_MILLIS_MAX),
            Arbitraries.longs().between(1, DeltaEvent.SEQ_MAX),
            Arbitraries.longs().between(0, Long.MAX_VALUE),
            Arbitraries.of(Mode.class),
            keys,
            Arbitraries.strings().ofMaxLength(50),
            Arbitraries.doubles())
        .as((word, time, seq, hlc, mode, key, text, number) ->
            new DeltaEvent(
                KIT + "/" + LIFE + "/site/" + seq,
                BOX,
                new EventType(word, 1),
                time,
                deltaClass,
                seq,
                new Hlc(hlc),
                mode,
                key,
                "{ \"n\" : " + number + ",\"t\":[" + quoted(text) + "]}"))
        // All edge cases of eight things, in lists, are more than a lifetime.
        .withoutEdgeCases();
  }

  /** The JSON of a batch. */
  static byte[] plain(EventMessage batch) {
    return batch.userProperties().isEmpty()
        ? batch.payload()
        : Compression.decompress(batch.payload());
  }

  /**
   * JSON with everything escaped that must be, and half surrogates too, so that UTF-8 can carry it.
   */
  static String quoted(String text) {
    StringBuilder json = new StringBuilder("\"");
    for (char c : text.toCharArray()) {
      if (c < 0x20 || c == '"' || c == '\\' || Character.isSurrogate(c)) {
        json.append("\\u%04x".formatted((int) c));
      } else {
        json.append(c);
      }
    }
    return json.append('"').toString();
  }
}
