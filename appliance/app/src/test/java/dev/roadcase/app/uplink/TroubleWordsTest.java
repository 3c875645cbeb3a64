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
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;

class TroubleWordsTest {
  @Test
  void aCertificateThatUpstreamRefusesIsSaidSo() {
    for (String alert : new String[] {"certificate_unknown", "certificate_expired"}) {
      String said = reason(new SSLHandshakeException("Received fatal alert: " + alert));
      assertTrue(said.startsWith("upstream does not take this box's certificate"), said);
      assertTrue(said.contains("clock is off"), said);
    }
  }

  @Test
  void otherTroubleIsTheInnermostMessage() {
    assertEquals(
        "Connection refused",
        reason(new IOException("connect failed", new ConnectException("Connection refused."))));
  }

  @Test
  void aHandshakeThatWasCutAsksWhetherThePortIsTheOne() {
    String asks = "upstream hung up during the TLS handshake: is that its mqtts port?";
    assertEquals(asks, TroubleWords.of(new ClosedChannelException(), true));
    assertEquals(
        asks, reason(new IOException(new SSLException("not an SSL/TLS record: 20020005"))));
    assertEquals("upstream hung up", reason(new ClosedChannelException()));
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
        String said = TroubleWords.of(trouble, greeting);
        assertFalse(said.isBlank(), trouble.toString());
        assertFalse(said.matches(".*(Exception|Error|[a-z]\\.[A-Z]).*"), said);
      }
    }
  }

  private static String reason(Throwable trouble) {
    return TroubleWords.of(trouble, false);
  }
}
