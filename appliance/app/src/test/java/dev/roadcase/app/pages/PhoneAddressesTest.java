package dev.roadcase.app.pages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.roadcase.core.identity.FleetId;
import dev.roadcase.core.identity.KitId;
import dev.roadcase.wire.jws.SigningKey;
import dev.roadcase.wire.x509.Issuer;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PhoneAddressesTest {
  private static final List<InetAddress> MACHINE =
      Stream.of("10.0.0.7", "192.168.1.20", "fd00::7").map(InetAddress::ofLiteral).toList();

  @Test
  void whatTheCertificateNamesComesFirstAndTheRestIsThereToo() {
    assertEquals(
        List.of(
            "https://192.168.1.20:8443",
            "https://kit-1.local:8443",
            "https://shop.example.org:8443",
            "https://10.0.0.7:8443"),
        urls("0.0.0.0", certificate(List.of("shop.example.org"), List.of("192.168.1.20"))));
  }

  @Test
  void aDoorAtAllAddressesOfBothFamiliesIsReachedAtAllOfThem() {
    X509Certificate named = certificate(List.of(), List.of("fd00::7"));
    for (String everywhere : List.of("::", "[::]")) {
      assertEquals(
          List.of(
              "https://[fd00:0:0:0:0:0:0:7]:8443",
              "https://kit-1.local:8443",
              "https://10.0.0.7:8443",
              "https://192.168.1.20:8443"),
          urls(everywhere, named));
    }
  }

  @Test
  void anAddressThatReachesNobodyIsNeverPrinted() {
    for (String host : List.of("0.0.0.0", "::", "[::]")) {
      for (List<InetAddress> machine : List.of(MACHINE, List.<InetAddress>of())) {
        for (var at : PhoneAddresses.of(host, certificate(List.of(), List.of()), machine)) {
          assertFalse(at.host().equals("0.0.0.0") || at.host().contains("::"), at.toString());
        }
      }
    }
  }

  @Test
  void aDoorAtOneAddressIsReachedThere() {
    X509Certificate certificate = certificate(List.of(), List.of("192.168.1.20"));
    assertEquals(List.of("https://127.0.0.1:8443"), urls("127.0.0.1", certificate));
    assertEquals(
        List.of("https://192.168.1.20:8443", "https://kit-1.local:8443"),
        urls("192.168.1.20", certificate));
  }

  @Test
  void theUsualPortIsLeftOut() {
    PhoneAddresses.Host host = new PhoneAddresses.Host("kit-1.local", true, true);
    assertEquals("https://kit-1.local", host.url("https", 443));
    assertEquals("http://kit-1.local:443", host.url("http", 443));
  }

  private static List<String> urls(String host, X509Certificate certificate) {
    return PhoneAddresses.of(host, certificate, MACHINE).stream()
        .map(at -> at.url("https", 8443))
        .toList();
  }

  private static X509Certificate certificate(List<String> names, List<String> addresses) {
    SecureRandom chance = new SecureRandom();
    Instant now = Instant.now();
    Issuer root = Issuer.root(new FleetId("test"), SigningKey.make(chance), now, chance);
    return root.show("saturday", SigningKey.make(chance), now.plus(Duration.ofDays(2)), now, chance)
        .kit(
            new KitId("kit-1"), SigningKey.make(chance).publicKey(), names, addresses, now, chance);
  }
}
