package dev.roadcase.app.uplink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.time.Instant;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;

class TroubleWordsTest {
  private static final Instant BORN = Instant.parse("1970-01-01T00:03:21Z");
  private static final Instant LATER = Instant.parse("2036-05-01T10:00:00Z");

  @Test
  void aClockThatIsOffIsNamedAsTheClock() {
    String early =
        reason(handshake(new CertificateNotYetValidException("NotBefore: Tue Jan 05 2026")), BORN);
    assertTrue(early.startsWith("this box's clock says 1970-01-01T00:03:00Z, before"), early);
    assertTrue(early.contains("Set the clock; selling goes on"), early);
    String late =
        reason(handshake(new CertificateExpiredException("NotAfter: Tue Jan 05 2027")), LATER);
    assertTrue(late.startsWith("this box's clock says 2036-05-01T10:00:00Z, after"), late);
    assertTrue(late.contains("renew the certificate"), late);
  }

  @Test
  void aCertificateThatUpstreamRefusesIsSaidSo() {
    for (String alert : new String[] {"certificate_unknown", "certificate_expired"}) {
      String said =
          reason(new SSLHandshakeException("Received fatal alert: " + alert), Instant.now());
      assertTrue(said.startsWith("upstream does not take this box's certificate"), said);
      assertTrue(said.contains("clock is off"), said);
    }
  }

  @Test
  void otherTroubleIsTheInnermostMessage() {
    assertEquals(
        "Connection refused",
        reason(
            new IOException("connect failed", new ConnectException("Connection refused.")), LATER));
  }

  @Test
  void aHandshakeThatWasCutAsksWhetherThePortIsTheOne() {
    String asks = "upstream hung up during the TLS handshake: is that its mqtts port?";
    assertEquals(asks, TroubleWords.of(new ClosedChannelException(), LATER, true));
    assertEquals(
        asks, reason(new IOException(new SSLException("not an SSL/TLS record: 20020005")), LATER));
    assertEquals("upstream hung up", reason(new ClosedChannelException(), LATER));
  }

  @Test
  void noNameOfAClassReachesAPerson() {
    for (Throwable trouble :
        new Throwable[] {
          new ConnectException(),
          new ClosedChannelException(),
          new UnresolvedAddressException(),
          new UnknownHostException("mq.example"),
          new TimeoutException(),
          new IOException(),
          new IllegalStateException(new EOFException()),
          new IOException("java.net.SocketException: Broken pipe"),
          new IOException("io.netty.channel.StacklessClosedChannelException"),
          new IOException("StacklessClosedChannelException")
        }) {
      for (boolean greeting : new boolean[] {false, true}) {
        String said = TroubleWords.of(trouble, LATER, greeting);
        assertFalse(said.isBlank(), trouble.toString());
        assertFalse(said.matches(".*(Exception|Error|[a-z]\\.[A-Z]).*"), said);
      }
    }
  }

  private static String reason(Throwable trouble, Instant now) {
    return TroubleWords.of(trouble, now, false);
  }

  private static Exception handshake(Exception cause) {
    SSLHandshakeException handshake = new SSLHandshakeException("PKIX path validation failed");
    handshake.initCause(cause);
    return handshake;
  }
}
