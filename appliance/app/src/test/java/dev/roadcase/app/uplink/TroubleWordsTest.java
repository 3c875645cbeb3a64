package dev.roadcase.app.uplink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.time.Instant;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;

class TroubleWordsTest {
  private static final Instant BORN = Instant.parse("1970-01-01T00:03:21Z");
  private static final Instant LATER = Instant.parse("2036-05-01T10:00:00Z");

  @Test
  void aClockThatIsOffIsNamedAsTheClock() {
    String early =
        HiveMqLine.reason(
            handshake(new CertificateNotYetValidException("NotBefore: Tue Jan 05 2026")), BORN);
    assertTrue(early.startsWith("this box's clock says 1970-01-01T00:03:00Z, before"), early);
    assertTrue(early.contains("Set the clock; selling goes on"), early);
    String late =
        HiveMqLine.reason(
            handshake(new CertificateExpiredException("NotAfter: Tue Jan 05 2027")), LATER);
    assertTrue(late.startsWith("this box's clock says 2036-05-01T10:00:00Z, after"), late);
    assertTrue(late.contains("renew the certificate"), late);
  }

  @Test
  void aCertificateThatUpstreamRefusesIsSaidSo() {
    for (String alert : new String[] {"certificate_unknown", "certificate_expired"}) {
      String said =
          HiveMqLine.reason(
              new SSLHandshakeException("Received fatal alert: " + alert), Instant.now());
      assertTrue(said.startsWith("upstream does not take this box's certificate"), said);
      assertTrue(said.contains("clock is off"), said);
    }
  }

  @Test
  void otherTroubleIsTheInnermostMessage() {
    assertEquals(
        "Connection refused",
        HiveMqLine.reason(
            new IOException("connect failed", new ConnectException("Connection refused.")), LATER));
    assertEquals("ConnectException", HiveMqLine.reason(new ConnectException(), LATER));
  }

  private static Exception handshake(Exception cause) {
    SSLHandshakeException handshake = new SSLHandshakeException("PKIX path validation failed");
    handshake.initCause(cause);
    return handshake;
  }
}
