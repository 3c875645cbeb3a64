package dev.roadcase.wire.x509;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.roadcase.core.identity.FleetId;
import dev.roadcase.core.identity.KitId;
import dev.roadcase.wire.jws.SigningKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CertificatesTest {
  private static final FleetId FLEET = new FleetId("acme");
  private static final SecureRandom CHANCE = new SecureRandom();
  private static final Instant NOW = Instant.now();
  private static final Instant ENDS = NOW.plus(Duration.ofDays(3));
  private static final char[] PASSWORD = "only in this test".toCharArray();

  private final SigningKey rootKey = SigningKey.make(CHANCE);
  private final Issuer root = Issuer.root(FLEET, rootKey, NOW, CHANCE);
  private final Issuer show = root.show("harvest", SigningKey.make(CHANCE), ENDS, NOW, CHANCE);

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "127.0.0.1", "kit-4.local", "kit-4", "till.example.org"})
  void aKitIsAcceptedUnderEachOfItsNamesInARealHandshake(String name) throws Exception {
    assertEquals("hello", spoken(kit("kit-4"), kit("kit-5"), root, name));
  }

  @Test
  void aKitIsRefusedUnderAnotherName() {
    assertThrows(SSLException.class, () -> spoken(kit("kit-4"), kit("kit-5"), root, "kit-9.local"));
  }

  @Test
  void aKitOfAnotherFleetIsRefusedInTheHandshake() throws Exception {
    Issuer other = Issuer.root(FLEET, SigningKey.make(CHANCE), NOW, CHANCE);
    assertThrows(SSLException.class, () -> spoken(kit("kit-4"), kit("kit-5"), other, "localhost"));
  }

  @Test
  void theUpstreamIsAcceptedUnderLoopbackAndItsOwnName() throws Exception {
    SigningKey key = SigningKey.make(CHANCE);
    X509Certificate server =
        show.upstream(
            key.publicKey(), List.of("up.example.org"), List.of("192.0.2.7"), NOW, CHANCE);
    KeyStore store = KeyStores.identity(key, List.of(server, show.certificate()), PASSWORD);
    for (String name : List.of("localhost", "127.0.0.1", "up.example.org", "192.0.2.7")) {
      assertEquals("hello", spoken(store, kit("kit-5"), root, name));
    }
  }

  @Test
  void aKeyStoreFileServesReadersThatAskForJks(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("identity.p12");
    KeyStores.write(file, kit("kit-4"), PASSWORD);
    KeyStore read = KeyStore.getInstance("JKS");
    read.load(Files.newInputStream(file), PASSWORD);
    assertTrue(read.isKeyEntry("roadcase"));
    assertEquals(2, read.getCertificateChain("roadcase").length);
    assertEquals("rw-------", mode(file));
  }

  @Test
  void certificatesHoldForABoardThatWakesAYearInThePast() {
    for (X509Certificate certificate : List.of(root.certificate(), show.certificate())) {
      assertFalse(certificate.getNotBefore().toInstant().isAfter(NOW.minus(Duration.ofDays(364))));
    }
  }

  @Test
  void aShowEndsAWeekAfterTheShowAndARootAfterFiveYears() {
    assertEquals(ENDS.plus(Duration.ofDays(7)).getEpochSecond(), end(show.certificate()));
    assertEquals(NOW.plus(Issuer.ROOT_LIFE).getEpochSecond(), end(root.certificate()));
  }

  @Test
  void aServerCertificateStaysUnderThe825DaysThatPhonesAccept() {
    Issuer longest =
        root.show("longest", SigningKey.make(CHANCE), NOW.plus(Issuer.SHOW_AHEAD_MAX), NOW, CHANCE);
    X509Certificate kit =
        longest.kit(new KitId("kit-1"), rootKey.publicKey(), List.of(), List.of(), NOW, CHANCE);
    Duration life = Duration.between(kit.getNotBefore().toInstant(), kit.getNotAfter().toInstant());
    assertTrue(life.compareTo(Duration.ofDays(825)) < 0, life.toString());
  }

  @Test
  void aShowMayNotBePastNorFurtherThanItsLimit() {
    SigningKey key = SigningKey.make(CHANCE);
    assertThrows(
        IllegalArgumentException.class,
        () -> root.show("past", key, NOW.minusSeconds(1), NOW, CHANCE));
    assertThrows(
        IllegalArgumentException.class,
        () -> root.show("far", key, NOW.plus(Duration.ofDays(401)), NOW, CHANCE));
  }

  @Test
  void onlyARootMakesShowsAndOnlyAShowMakesKits() {
    SigningKey key = SigningKey.make(CHANCE);
    assertThrows(IllegalStateException.class, () -> show.show("x", key, ENDS, NOW, CHANCE));
    assertThrows(
        IllegalStateException.class,
        () -> root.kit(new KitId("kit-1"), key.publicKey(), List.of(), List.of(), NOW, CHANCE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "*.example.org", "-a", "a..b", "10.0.0.1", "käse.de"})
  void whatIsNoHostNameIsRefused(String name) {
    assertThrows(
        IllegalArgumentException.class,
        () ->
            show.kit(
                new KitId("kit-1"), rootKey.publicKey(), List.of(name), List.of(), NOW, CHANCE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "10.0.0", "10.0.0.256", "host", "::g"})
  void whatIsNoAddressIsRefused(String address) {
    assertThrows(
        IllegalArgumentException.class,
        () ->
            show.kit(
                new KitId("kit-1"), rootKey.publicKey(), List.of(), List.of(address), NOW, CHANCE));
  }

  @Test
  void theRootTrustsItsShow() {
    assertEquals(
        new Name.Show(FLEET, "harvest"),
        FleetRoot.of(root.certificate()).show(show.certificate(), 0, Long.MAX_VALUE));
  }

  @Test
  void theRootTrustsNoKitAndNotItselfAsAShow() throws Exception {
    FleetRoot trusted = FleetRoot.of(root.certificate());
    X509Certificate kit = (X509Certificate) kit("kit-4").getCertificate("roadcase");
    assertThrows(NotTrusted.class, () -> trusted.show(kit, 0, 0));
    assertThrows(NotTrusted.class, () -> trusted.show(root.certificate(), 0, 0));
  }

  @Test
  void aShowOfARootWithTheSameNameButAnotherKeyIsRefused() {
    Issuer twin = Issuer.root(FLEET, SigningKey.make(CHANCE), NOW, CHANCE);
    NotTrusted refused =
        assertThrows(
            NotTrusted.class,
            () -> FleetRoot.of(twin.certificate()).show(show.certificate(), 0, 0));
    assertTrue(refused.getMessage().contains("not signed by the root"), refused.getMessage());
  }

  @Test
  void aShowIsRefusedOnlyWhenItIsCertainlyOver() {
    FleetRoot trusted = FleetRoot.of(root.certificate());
    long over = ENDS.plus(Issuer.AFTER_SHOW).plusSeconds(2).toEpochMilli();
    trusted.show(show.certificate(), 0, over);
    assertThrows(NotTrusted.class, () -> trusted.show(show.certificate(), over, Long.MAX_VALUE));
  }

  @Test
  void aShowsCertificateIsNoRoot() {
    assertThrows(NotTrusted.class, () -> FleetRoot.of(show.certificate()));
  }

  @Test
  void anIssuerNeedsTheKeyOfItsCertificate() {
    assertThrows(NotTrusted.class, () -> Issuer.of(SigningKey.make(CHANCE), show.certificate()));
    assertInstanceOf(Name.Show.class, Issuer.of(show.key(), show.certificate()).name());
  }

  @Test
  void aKeyComesBackFromItsFileAndOnlyItsOwnerReadsIt(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("a.key");
    Pem.write(file, rootKey);
    assertEquals(rootKey.scalar(), Pem.key(file).scalar());
    assertEquals("rw-------", mode(file));
    assertTrue(Files.readString(file).startsWith("-----BEGIN PRIVATE KEY-----\n"));
    assertFalse(Pem.sealed(file));
  }

  @Test
  void aSealedKeyOpensUnderItsPassphraseAndNoOther(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("root.key");
    Pem.write(file, rootKey, "correct horse".toCharArray(), CHANCE);
    assertTrue(Pem.sealed(file));
    assertEquals(rootKey.scalar(), Pem.key(file, "correct horse".toCharArray()).scalar());
    assertThrows(NotTrusted.class, () -> Pem.key(file, "battery staple".toCharArray()));
    assertThrows(NotTrusted.class, () -> Pem.key(file));
    assertEquals("rw-------", mode(file));
  }

  @Test
  void aSealedKeyIsASealingOfOurOwnAndSaysWhetherItIsDamaged(@TempDir Path folder)
      throws Exception {
    Path file = folder.resolve("root.key");
    Pem.write(file, rootKey, "correct horse".toCharArray(), CHANCE);
    String text = Files.readString(file);
    assertTrue(text.startsWith("-----BEGIN ROADCASE SEALED KEY-----\nUkNTRUFMMQ"), text);
    char other = text.charAt(90) == 'A' ? 'B' : 'A';
    Files.writeString(file, text.substring(0, 90) + other + text.substring(91));
    NotTrusted e =
        assertThrows(NotTrusted.class, () -> Pem.key(file, "correct horse".toCharArray()));
    assertEquals(file + " is damaged", e.getMessage());
  }

  /** Made by OpenSSL, as earlier releases made it: PBES2, PBKDF2 with HMAC-SHA-256, AES-256-CBC. */
  @Test
  void aKeyThatWasSealedTheOldWayStillOpens(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("root.key");
    Files.writeString(
        file,
        """
        -----BEGIN ENCRYPTED PRIVATE KEY-----
        MIHsMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAizx+HxTs+RLwICA+gw
        DAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEEFLNFDXUh/SatV229hUCzL0EgZAx
        tkU/zORPZG6W8AOZH/Y8wm4SfzramOH50JH6IcxkR4CJo8VLXsjDiFGtRZwWWS0c
        93JrhGUsF0J123vft9T8K9bqEXFEYm4azk6cgtafgURlNxk5k2MrGTlz4J9Ne+gM
        sA0/Bui6wdvBGpFwbiZoygvTfbJqfo5fdS7iBQdp9bBNvCGys8J5OS7JYK1x8DE=
        -----END ENCRYPTED PRIVATE KEY-----
        """);
    assertTrue(Pem.sealed(file));
    assertEquals(43, Pem.key(file, "low water".toCharArray()).scalar().length());
    NotTrusted e = assertThrows(NotTrusted.class, () -> Pem.key(file, "high tide".toCharArray()));
    assertEquals(file + " is not opened by this passphrase", e.getMessage());
    assertThrows(NotTrusted.class, () -> Pem.key(file));
  }

  @Test
  void aDamagedKeyFileIsRefusedWithoutShowingWhatIsInIt(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("a.key");
    Pem.write(file, rootKey);
    String text = Files.readString(file);
    for (int i = 0; i < text.indexOf("-----END"); i += 3) {
      Files.writeString(file, text.substring(0, i));
      NotTrusted refused = assertThrows(NotTrusted.class, () -> Pem.key(file));
      assertFalse(refused.getMessage().contains(text.substring(40, 60)));
    }
  }

  @Test
  void aChainComesBackInItsOrder(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("chain.pem");
    List<X509Certificate> chain = List.of(show.certificate(), root.certificate());
    Pem.write(file, chain);
    assertEquals(chain, Pem.certificates(file));
  }

  private KeyStore kit(String name) {
    SigningKey key = SigningKey.make(CHANCE);
    X509Certificate kit =
        show.kit(
            new KitId(name), key.publicKey(), List.of("till.example.org"), List.of(), NOW, CHANCE);
    return KeyStores.identity(key, List.of(kit, show.certificate()), PASSWORD);
  }

  /** What a client hears from a server over mutual TLS, having asked for it under a name. */
  private static String spoken(KeyStore server, KeyStore client, Issuer believed, String name)
      throws Exception {
    KeyStore trust = KeyStores.trust(FleetRoot.of(believed.certificate()));
    SSLContext serverTls = tls(server, trust);
    try (SSLServerSocket listening =
        (SSLServerSocket) serverTls.getServerSocketFactory().createServerSocket(0)) {
      listening.setNeedClientAuth(true);
      CompletableFuture<Void> served =
          CompletableFuture.runAsync(() -> {
            try (SSLSocket accepted = (SSLSocket) listening.accept()) {
              accepted.getOutputStream().write("hello".getBytes());
            } catch (java.io.IOException e) {
              // The client's side says what went wrong.
            }
          });
      java.net.Socket plain = new java.net.Socket("127.0.0.1", listening.getLocalPort());
      plain.setSoTimeout(10_000);
      try (SSLSocket socket =
          (SSLSocket)
              tls(client, trust)
                  .getSocketFactory()
                  .createSocket(plain, name, listening.getLocalPort(), true)) {
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        String heard = new String(socket.getInputStream().readAllBytes());
        served.get();
        return heard;
      }
    }
  }

  private static SSLContext tls(KeyStore identity, KeyStore trust) throws Exception {
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(identity, PASSWORD);
    TrustManagerFactory trusted = TrustManagerFactory.getInstance("PKIX");
    trusted.init(trust);
    SSLContext context = SSLContext.getInstance("TLSv1.3");
    context.init(keys.getKeyManagers(), trusted.getTrustManagers(), null);
    return context;
  }

  private static long end(X509Certificate certificate) {
    return certificate.getNotAfter().toInstant().getEpochSecond();
  }

  private static String mode(Path file) throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}
