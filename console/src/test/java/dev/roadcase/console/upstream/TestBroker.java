package dev.roadcase.console.upstream;

import dev.roadcase.core.identity.FleetId;
import dev.roadcase.core.identity.KitId;
import dev.roadcase.core.pack.Revocations;
import dev.roadcase.core.pack.ShowRevocations;
import dev.roadcase.wire.file.WholeFile;
import dev.roadcase.wire.jws.SigningKey;
import dev.roadcase.wire.x509.Certificates;
import dev.roadcase.wire.x509.Crl;
import dev.roadcase.wire.x509.FleetRoot;
import dev.roadcase.wire.x509.Issuer;
import dev.roadcase.wire.x509.KeyStores;
import dev.roadcase.wire.x509.Pem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
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
  private static final Path LISTS = Path.of("target", "test-broker-crl.pem");
  private static final KitBacklog BACKLOG = new KitBacklog();
  private static final EmbeddedBroker BROKER = start();

  private TestBroker() {}

  private static EmbeddedBroker start() {
    SigningKey server = SigningKey.make(CHANCE);
    X509Certificate certificate =
        SHOW.upstream(server.publicKey(), List.of(), List.of(), NOW, CHANCE);
    return EmbeddedBroker.start(
        Path.of("target", "test-broker"),
        SECURE_FLEET,
        BACKLOG,
        new Endpoint("127.0.0.1", 0),
        new EmbeddedBroker.Tls(
            new Endpoint("127.0.0.1", 0),
            server,
            List.of(certificate, SHOW.certificate()),
            KeyStores.trust(FleetRoot.of(ROOT.certificate())),
            lists()));
  }

  private static RevocationsFile lists() {
    try {
      Files.deleteIfExists(LISTS);
      return RevocationsFile.open(LISTS, List.of(ROOT.certificate()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A kit's identity, and what takes it back. */
  record Kit(BrokerAddress address, KitId kit, X509Certificate certificate, X509Certificate show) {}

  static Kit kit(String name) throws GeneralSecurityException {
    return kit(name, SHOW);
  }

  /** Of a show of its own. */
  static Kit kitOfAnotherShow(String name, String show) throws GeneralSecurityException {
    return kit(
        name, ROOT.show(show, SigningKey.make(CHANCE), NOW.plus(Duration.ofDays(3)), NOW, CHANCE));
  }

  private static Kit kit(String name, Issuer show) throws GeneralSecurityException {
    SigningKey key = SigningKey.make(CHANCE);
    KitId kit = new KitId(name);
    X509Certificate own = show.kit(kit, key.publicKey(), List.of(), List.of(), NOW, CHANCE);
    List<X509Certificate> chain = List.of(own, show.certificate());
    return new Kit(secure(KeyStores.identity(key, chain, PASSWORD)), kit, own, show.certificate());
  }

  /** As `roadcase fleet revoke` leaves the lists: the root's, then the show's. */
  static synchronized void revoke(long number, List<Kit> kits, List<String> shows)
      throws IOException {
    List<Revocations.Revoked> revoked =
        kits.stream()
            .map(kit ->
                new Revocations.Revoked(
                    kit.kit(),
                    Certificates.making(kit.certificate()).orElseThrow(),
                    Certificates.serial(kit.certificate()),
                    "",
                    NOW))
            .toList();
    Revocations list = new Revocations(SECURE_FLEET, "market", number, NOW, revoked);
    ShowRevocations ofShows = new ShowRevocations(SECURE_FLEET, number, NOW, List.of());
    for (String serial : shows) {
      ofShows = ofShows.and(new ShowRevocations.Revoked("s" + serial, serial, "", NOW), NOW);
    }
    String pem = Pem.text(Crl.of(ofShows, ROOT)) + Pem.text(Crl.of(list, SHOW));
    WholeFile.writePrivate(LISTS, pem.getBytes(StandardCharsets.US_ASCII));
  }

  /** The file is damaged: what was on it stays out. */
  static synchronized void damageTheLists() throws IOException {
    Files.writeString(LISTS, "-----BEGIN X509 CRL-----\nAAAA\n-----END X509 CRL-----\n");
  }

  static BrokerAddress plain() {
    return BrokerAddress.own("127.0.0.1", BROKER.plain().port());
  }

  /** What its kits have under way. */
  static KitBacklog backlog() {
    return BACKLOG;
  }

  /** Under which a kit's box connects. */
  static String clientId(KitId kit) {
    return "roadcase-" + SECURE_FLEET + "-" + kit;
  }

  /** An upstream's certificate, over TLS. */
  static BrokerAddress upstream() throws GeneralSecurityException {
    SigningKey key = SigningKey.make(CHANCE);
    X509Certificate certificate = SHOW.upstream(key.publicKey(), List.of(), List.of(), NOW, CHANCE);
    return secure(KeyStores.identity(key, List.of(certificate, SHOW.certificate()), PASSWORD));
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
