package dev.roadcase.app.uplink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ConnectException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;

class TroubleWordsTest {
  @Test
  void aCertificateThatUpstreamRefusesIsSaidSo() {
    for (String alert : new String[] {"certificate_unknown", "certificate_expired"}) {
      String said = HiveMqLine.reason(new SSLHandshakeException("Received fatal alert: " + alert));
      assertTrue(said.startsWith("upstream does not take this box's certificate"), said);
      assertTrue(said.contains("clock is off"), said);
    }
  }

  @Test
  void otherTroubleIsTheInnermostMessage() {
    assertEquals(
        "Connection refused",
        HiveMqLine.reason(
            new IOException("connect failed", new ConnectException("Connection refused."))));
    assertEquals("ConnectException", HiveMqLine.reason(new ConnectException()));
  }
}
