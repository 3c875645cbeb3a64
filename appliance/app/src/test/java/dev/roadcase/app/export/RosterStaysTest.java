package dev.roadcase.app.export;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.roadcase.app.TestSite;
import dev.roadcase.app.box.Box;
import dev.roadcase.app.config.BoxConfig;
import dev.roadcase.app.journal.JournalReader;
import dev.roadcase.app.uplink.JournalDeltas;
import dev.roadcase.core.fact.DeltaClass;
import dev.roadcase.core.identity.DeviceId;
import dev.roadcase.core.identity.FleetId;
import dev.roadcase.core.identity.Incarnation;
import dev.roadcase.core.identity.KitId;
import dev.roadcase.core.identity.Role;
import dev.roadcase.core.identity.Scope;
import dev.roadcase.core.pack.Roster;
import dev.roadcase.wire.event.DeltaEvent;
import dev.roadcase.wire.event.EventCodec;
import dev.roadcase.wire.jws.SigningKey;
import dev.roadcase.wire.secret.Argon2id;
import dev.roadcase.wire.token.Prover;
import dev.roadcase.wire.x509.KitFolder;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The hashes of the staff's PINs come in the pack and stay on the box: whoever has one of a PIN of
 * four digits has the PIN in minutes. Facts name a pack by its id, and its file lies beside them.
 */
class RosterStaysTest {
  private static final SecureRandom CHANCE = new SecureRandom();
  private static final String PIN = "0815";

  @TempDir Path folder;
  @TempDir Path stick;
  private final Map<String, byte[]> left = new LinkedHashMap<>();

  @Test
  void noHashOfAPinLeavesTheBox() throws Exception {
    String hash = new Argon2id(64, 1).hash(PIN.toCharArray(), CHANCE);
    try (TestSite site = new TestSite(folder)) {
      site.writePack(1, Optional.of(roster(hash)), Optional.empty());
      site.start();
      aPinIsTriedRightAndWrong(site);
      everythingThatIsAskedFor(site);
      export(site.config());
      whatGoesUpstream(site.config());
    }
    left.put("words about it", roster(hash).toString().getBytes(StandardCharsets.UTF_8));
    assertTrue(left.size() > 20, left.keySet()::toString);
    left.forEach((where, bytes) -> {
      String text = new String(bytes, StandardCharsets.ISO_8859_1);
      assertFalse(text.contains("argon2"), where);
      assertFalse(text.contains(hash.substring(hash.lastIndexOf('$') + 1)), where);
      assertFalse(text.contains("pin=" + PIN), where);
    });
    // It is on the box, and this test would find it.
    assertTrue(
        new String(Files.readAllBytes(folder.resolve("show.rcpack")), StandardCharsets.ISO_8859_1)
            .contains("argon2"));
  }

  private static Roster roster(String hash) {
    return new Roster(
        Map.of(Role.TILL, new Roster.Duty(Set.of(Scope.SELL), Duration.ofMinutes(15))),
        List.of(new Roster.Staff("anna", "Anna", Set.of(Scope.REFUND), hash)));
  }

  private static void aPinIsTriedRightAndWrong(TestSite site) throws Exception {
    SigningKey key = SigningKey.make(CHANCE);
    Prover prover = new Prover(key, CHANCE);
    assertEquals(201, site.new TestTill(key).tryPair(site.code("till")).status());
    int[] statuses = {token(site, prover, key, PIN), token(site, prover, key, "9999")};
    assertArrayEquals(new int[] {200, 400}, statuses);
  }

  private static int token(TestSite site, Prover prover, SigningKey key, String pin)
      throws Exception {
    String form =
        "grant_type=client_credentials&client_id="
            + DeviceId.of(key.publicKey())
            + "&staff=anna&pin="
            + pin;
    for (int i = 1; ; i++) {
      URI uri = site.https("/oauth/token").build().uri();
      TestSite.Answer answer =
          site.send(
              site.https("/oauth/token")
                  .header("Content-Type", "application/x-www-form-urlencoded")
                  .header("DPoP", prover.proof("POST", uri, Optional.empty()))
                  .POST(HttpRequest.BodyPublishers.ofString(form)));
      boolean nonce = prover.noted(answer.raw().headers().firstValue("DPoP-Nonce"));
      if (i == 3 || !nonce || !answer.body().path("error").asText().equals("use_dpop_nonce")) {
        return answer.status();
      }
    }
  }

  private void everythingThatIsAskedFor(TestSite site) throws Exception {
    for (String path :
        List.of(
            "/",
            "/manifest.json",
            "/catalogue/items",
            "/crew",
            "/healthz",
            "/readyz",
            "/openapi.yaml",
            "/.well-known/jwks.json",
            "/oauth/status-lists/1")) {
      left.put(path, site.send(site.https(path).GET()).raw().body());
    }
    for (String path :
        List.of("/box", "/metrics", "/devices", "/tokens", "/waiting", "/audit/head")) {
      left.put("local door " + path, site.admin("GET", path, "").raw().body());
    }
  }

  private void export(BoxConfig config) throws Exception {
    Export.Written written =
        Export.run(
            KitFolder.read(config.identity()),
            config.mode(),
            OwnDisk.under(config.dataDir(), config.disk()),
            stick.toString(),
            OutputStream.nullOutputStream());
    try (Stream<Path> files = Files.list(Path.of(written.where()))) {
      for (Path file : files.toList()) {
        left.put("export " + file.getFileName(), Files.readAllBytes(file));
      }
    }
    assertTrue(left.containsKey("export log.rclog"), left.keySet()::toString);
  }

  /** Each fact as a delta, in every class, alone and in a batch. */
  private void whatGoesUpstream(BoxConfig config) throws Exception {
    try (JournalReader reader = new JournalReader(config.dataDir().resolve("journal.db"))) {
      Box.Identity identity =
          new Box.Identity(
              new FleetId("test"),
              new KitId("kit-1"),
              new Incarnation(reader.meta("incarnation").orElseThrow()),
              config.mode());
      JournalDeltas deltas = new JournalDeltas(identity, reader);
      boolean pack = false;
      for (DeltaClass deltaClass : DeltaClass.values()) {
        List<DeltaEvent> events = deltas.read(deltaClass, 1, 1_000, 1 << 20);
        for (DeltaEvent event : events) {
          left.put("delta " + event.id(), EventCodec.single(event).payload());
          pack |= event.type().word().equals("pack-applied");
        }
      }
      assertTrue(pack, "the very fact that brings the roster is among them");
    }
  }
}
