package dev.roadcase.tests.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.roadcase.core.identity.FleetId;
import dev.roadcase.core.identity.KitId;
import dev.roadcase.provisioning.fleet.Fleet;
import dev.roadcase.provisioning.fleet.FleetPlan;
import dev.roadcase.wire.jws.SigningKey;
import dev.roadcase.wire.pack.PackDraft;
import dev.roadcase.wire.pack.PackFile;
import dev.roadcase.wire.x509.KeyStores;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;

/**
 * A box without a clock calls an upstream whose certificate is not good yet, if its machine's clock
 * were right: as on a board that wakes years in the past. It knows the past alone, so the
 * certificate may be good, and the box calls; upstream then tells it the time.
 */
class BrokerCertificateTest {
  /** MQTT 5, 2.1.2: the first octet of a CONNECT. */
  private static final int CONNECT = 0x10;

  private final SecureRandom chance = new SecureRandom();
  private final Instant now = Instant.now();

  @Test
  void aBoxThatDoesNotKnowTheTimeCallsItsUpstream() throws Exception {
    Path folder = Workshop.fresh("broker-certificate");
    Fleet fleet =
        Fleet.init(
            folder.resolve("fleet"),
            FleetPlan.throwAway(new FleetId("later"), "saturday", now.plus(Duration.ofDays(399))),
            now,
            chance);
    fleet.addKit(new KitId("kit-1"), List.of(), List.of(), now, chance);
    try (SSLServerSocket broker = broker(fleet)) {
      Path config = config(folder, fleet, broker.getLocalPort());
      try (BoxProcess _ = BoxProcess.start(config, Map.of());
          SSLSocket line = (SSLSocket) broker.accept()) {
        assertEquals(CONNECT, firstOctet(line));
      }
    }
  }

  private static int firstOctet(SSLSocket line) {
    try {
      return line.getInputStream().read();
    } catch (IOException e) {
      throw new AssertionError("the box judged by the machine's clock: " + e.getMessage(), e);
    }
  }

  /** With a certificate that begins in a month. */
  private SSLServerSocket broker(Fleet fleet) throws Exception {
    SigningKey key = SigningKey.make(chance);
    X509Certificate certificate =
        fleet
            .show()
            .upstream(
                key.publicKey(), List.of(), List.of(), now.plus(Duration.ofDays(398)), chance);
    assertThrows(CertificateNotYetValidException.class, certificate::checkValidity);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(
        KeyStores.inMemory(KeyStores.jdkKey(key), List.of(certificate, fleet.show().certificate()))
            .getKeyManagers(),
        null,
        null);
    return (SSLServerSocket)
        context
            .getServerSocketFactory()
            .createServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
  }

  private Path config(Path folder, Fleet fleet, int port) throws IOException {
    Path pack = folder.resolve("show.rcpack");
    Files.write(
        pack,
        PackFile.write(
            new PackDraft(
                1,
                now,
                Currency.getInstance("EUR"),
                true,
                Map.of("standard", Site.RATE),
                Duration.ZERO,
                fleet.upstream().ackKey().publicKey(),
                List.of()),
            fleet.show()));
    return Files.writeString(
        folder.resolve("box.toml"),
        """
        identity = "%s"
        data_dir = "%s"
        mode = "rehearsal"
        pack = "%s"

        [listen]
        https = "127.0.0.1:0"
        http = "127.0.0.1:0"
        admin = "127.0.0.1:0"

        [upstream]
        url = "mqtts://127.0.0.1:%d"

        [clock]
        trust = "none"
        """
            .formatted(fleet.kitFolder(new KitId("kit-1")), folder.resolve("data"), pack, port));
  }
}
