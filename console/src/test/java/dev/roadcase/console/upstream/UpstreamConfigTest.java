package dev.roadcase.console.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.roadcase.console.upstream.UpstreamConfig.Broker;
import dev.roadcase.core.identity.FleetId;
import dev.roadcase.wire.jws.SigningKey;
import dev.roadcase.wire.x509.FleetRoot;
import dev.roadcase.wire.x509.Issuer;
import dev.roadcase.wire.x509.Pem;
import dev.roadcase.wire.x509.UpstreamFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpstreamConfigTest {
  private static final SecureRandom CHANCE = new SecureRandom();

  @TempDir private Path folder;

  @Test
  void aKeyAndAFleetAreEnough() throws IOException {
    SigningKey key = SigningKey.make(CHANCE);
    Pem.write(folder.resolve("ack.key"), key);

    UpstreamConfig config =
        UpstreamConfig.of(
            Map.of(
                "data", "somewhere", "fleet", "acme", "key", folder.resolve("ack.key").toString()));

    assertEquals(key.publicKey(), config.ackKey().publicKey());
    Broker.Embedded broker = assertInstanceOf(Broker.Embedded.class, config.broker());
    assertEquals(new Endpoint("127.0.0.1", 1883), broker.plain(), "loopback unless told");
    assertEquals(null, broker.tls());
  }

  @Test
  void theFleetsFolderHasAllThatIsNeeded() throws IOException {
    fleetFolder();
    for (Path at : List.of(folder, folder.resolve("upstream"))) {
      UpstreamConfig config =
          UpstreamConfig.of(
              Map.of("data", "x", "fleet-dir", at.toString(), "tls-listen", "[::1]:8883"));

      assertEquals(new FleetId("acme"), config.fleet());
      Broker.Embedded broker = assertInstanceOf(Broker.Embedded.class, config.broker());
      assertEquals(new Endpoint("::1", 8883), broker.tls().endpoint());
    }
    UpstreamConfig elsewhere =
        UpstreamConfig.of(
            Map.of("data", "x", "fleet-dir", folder.toString(), "broker", "mqtts://mq.example"));
    BrokerAddress address = assertInstanceOf(Broker.External.class, elsewhere.broker()).address();
    assertEquals("mqtts://mq.example:8883", address.toString());
    assertTrue(address.trust() != null && address.identity() != null);
  }

  @Test
  void allProblemsAreSaidAtOnce() {
    Unusable problems =
        assertThrows(
            Unusable.class,
            () ->
                UpstreamConfig.of(
                    Map.of(
                        "fleet",
                        "No Such",
                        "key",
                        folder.resolve("none.key").toString(),
                        "listen",
                        "1883",
                        "tls-key",
                        "x")));

    assertEquals(78, problems.exit());
    for (String named : List.of("--data", "--fleet", "--key", "--listen", "--tls-key")) {
      assertTrue(problems.getMessage().contains(named), problems.getMessage());
    }
  }

  @Test
  void aBrokerThatIsThereIsNotAlsoStarted() {
    assertProblem(Map.of("broker", "mqtt://mq:1883", "listen", "127.0.0.1:1883"), "--listen");
    assertProblem(Map.of("broker", "http://mq:1883"), "mqtt://host:port");
    assertProblem(Map.of("broker", "mqtt://me:secret@mq:1883"), "password-file");
    assertProblem(Map.of("broker", "mqtts://mq?colour=red"), "colour");
    assertProblem(Map.of("broker", "mqtts://mq?ca=/none.pem"), "none.pem");
    assertProblem(Map.of("broker", "mqtts://mq?key=/none.pem"), "both key and cert");
    assertProblem(Map.of("broker", "mqtt://mq?receive-max=70000"), "65535");
    assertProblem(Map.of("tls-listen", "127.0.0.1:8883"), "--tls-cert");
  }

  @Test
  void aBrokersPasswordStandsInAFileAndIsNotPrinted() throws IOException {
    Path file = Files.writeString(folder.resolve("password"), "s3cret\n");

    BrokerAddress address = BrokerAddress.parse("mqtt://mq?user=ops&password-file=" + file, null);

    assertEquals("s3cret", address.login().password());
    assertFalse(address.login().toString().contains("s3cret"));
    assertFalse(address.toString().contains("s3cret"));
  }

  @Test
  void theFileSaysWhatTheOptionsSay() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("upstream.toml"),
            """
            # What remote ops run.
            [upstream]
            data = "db"
            fleet = "acme"
            key = "/keys/ack.key"
            listen = "0.0.0.0:1883"
            fleet-dir = "fleet"
            tls-cert = "a.pem"
            tls-key = "b.pem"
            tls-client-ca = "c.pem"
            tls-crl = "d.pem"
            """);

    Map<String, String> settings = ConfigFile.read(file);

    for (String path : List.of("fleet-dir", "tls-cert", "tls-key", "tls-client-ca", "tls-crl")) {
      assertTrue(settings.getOrDefault(path, "").startsWith(folder.toString()), path);
    }

    assertEquals(folder.resolve("db").toString(), settings.get("data"), "from the file's folder");
    assertEquals("/keys/ack.key", settings.get("key"));
    assertEquals("0.0.0.0:1883", settings.get("listen"));
  }

  @Test
  void theFilesProblemsAreSaidAtOnceWithTheirLines() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("upstream.toml"),
            """
            [upstream]
            data = 7
            colour = "red"

            [downstream]
            """);

    Unusable problems = assertThrows(Unusable.class, () -> ConfigFile.read(file));

    assertEquals(78, problems.exit());
    for (String named :
        List.of(":2: \"data\" is a string in quotes", ":3: there is no key \"colour\"", ":5: ")) {
      assertTrue(problems.getMessage().contains(named), problems.getMessage());
    }
    assertThrows(Unusable.class, () -> ConfigFile.read(folder.resolve("none.toml")));
    Path empty = Files.writeString(folder.resolve("empty.toml"), "");
    assertThrows(Unusable.class, () -> ConfigFile.read(empty));
  }

  private void assertProblem(Map<String, String> settings, String named) {
    Unusable problem = assertThrows(Unusable.class, () -> UpstreamConfig.of(settings));
    assertTrue(problem.getMessage().contains(named), problem.getMessage());
  }

  private void fleetFolder() throws IOException {
    Instant now = Instant.now();
    Issuer root = Issuer.root(new FleetId("acme"), SigningKey.make(CHANCE), now, CHANCE);
    Issuer show =
        root.show("market", SigningKey.make(CHANCE), now.plus(Duration.ofDays(2)), now, CHANCE);
    SigningKey server = SigningKey.make(CHANCE);
    Path upstream = Files.createDirectory(folder.resolve("upstream"));
    Pem.write(UpstreamFolder.ackKeyFile(upstream), SigningKey.make(CHANCE));
    Pem.write(UpstreamFolder.serverKeyFile(upstream), server);
    Pem.write(
        UpstreamFolder.chainFile(upstream),
        List.of(
            show.upstream(server.publicKey(), List.of(), List.of(), now, CHANCE),
            show.certificate()));
    Pem.write(
        UpstreamFolder.rootFile(upstream), List.of(FleetRoot.of(root.certificate()).certificate()));
  }
}
