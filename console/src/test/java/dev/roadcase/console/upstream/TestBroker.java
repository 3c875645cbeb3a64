package dev.roadcase.console.upstream;

import dev.roadcase.core.identity.FleetId;
import dev.roadcase.core.identity.KitId;
import dev.roadcase.wire.jws.SigningKey;
import dev.roadcase.wire.x509.FleetRoot;
import dev.roadcase.wire.x509.Issuer;
import dev.roadcase.wire.x509.KeyStores;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;

/** The one broker of this JVM, on ephemeral ports: starting takes a second, stopping four. */
final class TestBroker {
  static final FleetId SECURE_FLEET = new FleetId("secure");
  private static final char[] PASSWORD = {};
  private static final SecureRandom CHANCE = new SecureRandom();
  private static final Instant NOW = Instant.now();
  private static final Issuer ROOT =
      Issuer.root(SECURE_FLEET, SigningKey.make(CHANCE), NOW, CHANCE);
  private static final Issuer SHOW =
      ROOT.show("market", SigningKey.make(CHANCE), NOW.plus(Duration.ofDays(3)), NOW, CHANCE);
  private static final EmbeddedBroker BROKER = start();

  private TestBroker() {}

  private static EmbeddedBroker start() {
    SigningKey server = SigningKey.make(CHANCE);
    X509Certificate certificate =
        SHOW.upstream(server.publicKey(), List.of(), List.of(), NOW, CHANCE);
    return EmbeddedBroker.start(
        Path.of("target", "test-broker"),
        new Endpoint("127.0.0.1", 0),
        new EmbeddedBroker.Tls(
            new Endpoint("127.0.0.1", 0),
            server,
            List.of(certificate, SHOW.certificate()),
            KeyStores.trust(FleetRoot.of(ROOT.certificate()))));
  }

  static BrokerAddress plain() {
    return BrokerAddress.own("127.0.0.1", BROKER.plain().port());
  }

  /** The TLS listener, for a kit with a certificate of the fleet's. */
  static BrokerAddress secure(KitId kit) throws GeneralSecurityException {
    SigningKey key = SigningKey.make(CHANCE);
    X509Certificate certificate = SHOW.kit(kit, key.publicKey(), List.of(), List.of(), NOW, CHANCE);
    return secure(KeyStores.identity(key, List.of(certificate, SHOW.certificate()), PASSWORD));
  }

  /** The TLS listener, for somebody with nothing to show. */
  static BrokerAddress nobody() throws GeneralSecurityException {
    BrokerAddress kit = secure(new KitId("kit-1"));
    return new BrokerAddress(kit.host(), kit.port(), true, kit.trust(), null, null, 256);
  }

  private static BrokerAddress secure(KeyStore identity) throws GeneralSecurityException {
    KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    own.init(identity, PASSWORD);
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(KeyStores.trust(FleetRoot.of(ROOT.certificate())));
    int port = Objects.requireNonNull(BROKER.tls()).port();
    return new BrokerAddress("127.0.0.1", port, true, trust, own, null, 256);
  }
}
