package dev.roadcase.wire.log;

import dev.roadcase.core.auth.DeviceFact;
import dev.roadcase.core.fact.Chain;
import dev.roadcase.core.fact.ChainHeads;
import dev.roadcase.core.fact.Entry;
import dev.roadcase.core.fact.FactBody;
import dev.roadcase.core.fact.Mode;
import dev.roadcase.core.fact.Now;
import dev.roadcase.core.identity.FleetId;
import dev.roadcase.core.identity.Incarnation;
import dev.roadcase.core.identity.KitId;
import dev.roadcase.core.power.PowerFact;
import dev.roadcase.wire.fact.FactJson;
import dev.roadcase.wire.jws.SigningKey;
import dev.roadcase.wire.x509.FleetRoot;
import dev.roadcase.wire.x509.Issuer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A log as a box writes it, with facts of the private chain between those of the site's. */
final class SomeLog {
  static final KitId KIT = new KitId("kit-1");
  static final int FACTS = 40;
  static final long BEGIN = 1_800_000_000_000L;

  private static final FleetId FLEET = new FleetId("fleet");
  static final Incarnation INCARNATION = new Incarnation("0123456789abcdef");
  private static final SecureRandom CHANCE = new SecureRandom();
  private static final Instant NOW = Instant.now();
  private static final Issuer ISSUER = Issuer.root(FLEET, SigningKey.make(CHANCE), NOW, CHANCE);
  private static final Issuer SHOW =
      ISSUER.show("saturday", SigningKey.make(CHANCE), NOW.plus(Duration.ofDays(2)), NOW, CHANCE);
  static final SigningKey KEY = SigningKey.make(CHANCE);
  static final FleetRoot ROOT = FleetRoot.of(ISSUER.certificate());

  static final LogHeader HEADER =
      new LogHeader(
          FLEET,
          KIT,
          INCARNATION,
          "saturday",
          Mode.LIVE,
          List.of(
              SHOW.kit(KIT, KEY.publicKey(), List.of(), List.of(), NOW, CHANCE),
              SHOW.certificate(),
              ISSUER.certificate()));

  /** Journal positions of the site chain's facts, in order. */
  static final List<Long> POSITIONS = new ArrayList<>();

  static final List<String> LINES = List.of(written(KEY).split("\n"));

  private SomeLog() {}

  /** Signed by another key than the certificate's. */
  static String forged() {
    return written(SigningKey.make(CHANCE));
  }

  private static String written(SigningKey key) {
    FactJson codec =
        new FactJson(id -> {
          throw new IllegalArgumentException("no pack " + id);
        });
    ChainHeads heads = new ChainHeads(KIT, INCARNATION, codec);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    POSITIONS.clear();
    try {
      LogWriter writer = new LogWriter(HEADER, out);
      for (int i = 1; POSITIONS.size() < FACTS; i++) {
        long at = BEGIN + i * 1000L;
        FactBody body =
            i % 3 == 0
                ? new DeviceFact.PairingFailed()
                : new PowerFact.PowerChanged(i % 2 == 0, i % 100, -1);
        Entry entry = heads.seal(new Now("boot", i, at, at + 10, at), Mode.LIVE, "c" + i, body);
        heads.apply(entry);
        if (entry.fact().chain() == Chain.SITE) {
          writer.record(entry.position(), entry.bytes());
          POSITIONS.add(entry.position());
        }
      }
      writer.end(key);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  static byte[] bytes(List<String> lines) {
    return (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  static Verdict verify(byte[] log) {
    try {
      return LogVerifier.verify(new ByteArrayInputStream(log), Optional.of(ROOT));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
