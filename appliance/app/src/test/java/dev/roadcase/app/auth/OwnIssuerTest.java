package dev.roadcase.app.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.roadcase.app.box.NotNow;
import dev.roadcase.app.config.BoxConfig.Listen;
import dev.roadcase.core.identity.FleetId;
import dev.roadcase.core.identity.KitId;
import dev.roadcase.wire.jws.SigningKey;
import dev.roadcase.wire.token.IssuerUrl;
import dev.roadcase.wire.x509.Issuer;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OwnIssuerTest {
  private static final Listen EVERYWHERE = new Listen("0.0.0.0", 8443);

  @Test
  void aNameOfTheOperatorsComesBeforeTheOneThatOnlyMulticastFinds() {
    X509Certificate named = certificate(List.of("box", "box.example.org", "b.example.org"));
    assertEquals("https://box.example.org:8443", issuer(Optional.empty(), EVERYWHERE, named));
    assertEquals(
        "https://kit-1.local:8443",
        issuer(Optional.empty(), EVERYWHERE, certificate(List.of("box", "other.local"))));
    assertEquals(
        "https://kit-1.local",
        issuer(Optional.empty(), new Listen("192.0.2.7", 443), certificate(List.of())));
  }

  @Test
  void aBoxThatListensHereAloneIsLocalhost() {
    for (String host : List.of("127.0.0.1", "localhost", "::1", "[::1]")) {
      assertEquals(
          "https://localhost:8443",
          issuer(Optional.empty(), new Listen(host, 8443), certificate(List.of("a.example"))));
    }
  }

  @Test
  void theConfiguredOneCountsIfTheCertificateNamesIt() {
    X509Certificate certificate = certificate(List.of("box.example.org"));
    Optional<IssuerUrl> configured = Optional.of(new IssuerUrl("https://box.example.org"));
    assertEquals("https://box.example.org", issuer(configured, EVERYWHERE, certificate));
    String complaint =
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    issuer(
                        Optional.of(new IssuerUrl("https://other.example.org")),
                        EVERYWHERE,
                        certificate))
            .getMessage();
    assertTrue(
        complaint.contains("--name other.example.org") && complaint.contains("box.example.org"),
        complaint);
  }

  @Test
  void aPortThatTheSystemChoosesIsWaitedFor() {
    X509Certificate certificate = certificate(List.of());
    OwnIssuer issuer =
        new OwnIssuer(
            Optional.empty(), new Listen("127.0.0.1", 0), certificate, new OurNames(certificate));
    assertThrows(NotNow.class, issuer::get);
    issuer.listensAt(18_443);
    assertEquals("https://localhost:18443", issuer.get().value());
    issuer.listensAt(1);
    assertEquals("https://localhost:18443", issuer.get().value(), "one, for good");
  }

  private static String issuer(
      Optional<IssuerUrl> configured, Listen https, X509Certificate certificate) {
    return new OwnIssuer(configured, https, certificate, new OurNames(certificate)).get().value();
  }

  private static X509Certificate certificate(List<String> names) {
    SecureRandom chance = new SecureRandom();
    Instant now = Instant.now();
    return Issuer.root(new FleetId("test"), SigningKey.make(chance), now, chance)
        .show("saturday", SigningKey.make(chance), now.plus(Duration.ofDays(2)), now, chance)
        .kit(
            new KitId("kit-1"), SigningKey.make(chance).publicKey(), names, List.of(), now, chance);
  }
}
