package dev.roadcase.app.uplink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5ConnAckException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5DisconnectException;
import com.hivemq.client.mqtt.mqtt5.message.connect.connack.Mqtt5ConnAck;
import com.hivemq.client.mqtt.mqtt5.message.connect.connack.Mqtt5ConnAckReasonCode;
import com.hivemq.client.mqtt.mqtt5.message.disconnect.Mqtt5Disconnect;
import com.hivemq.client.mqtt.mqtt5.message.disconnect.Mqtt5DisconnectReasonCode;
import java.io.EOFException;
import java.io.IOException;
import java.lang.reflect.Proxy;
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

  /** Two boxes with the keys of one kit push each other off the broker, and each has to say so. */
  @Test
  void aBrokerThatSaysGoodbyeIsQuotedInPlainWords() {
    String two = "another box has connected with this box's keys: two live under one name";
    assertEquals(two, reason(goodbye(Mqtt5DisconnectReasonCode.SESSION_TAKEN_OVER)));
    for (Mqtt5DisconnectReasonCode why : Mqtt5DisconnectReasonCode.values()) {
      String said = reason(new IOException("the line broke", goodbye(why)));
      assertFalse(said.contains("DISCONNECT") || said.contains("_"), said);
      assertTrue(said.contains("upstream's broker") || said.equals(two), said);
    }
    Mqtt5ConnAck no =
        (Mqtt5ConnAck)
            Proxy.newProxyInstance(
                Mqtt5ConnAck.class.getClassLoader(),
                new Class<?>[] {Mqtt5ConnAck.class},
                (_, method, _) ->
                    method.getName().equals("getReasonCode")
                        ? Mqtt5ConnAckReasonCode.NOT_AUTHORIZED
                        : null);
    assertEquals(
        "upstream's broker refuses this box: not authorized",
        reason(new Mqtt5ConnAckException(no, "CONNECT failed as CONNACK contained an Error Code")));
  }

  private static Throwable goodbye(Mqtt5DisconnectReasonCode why) {
    return new Mqtt5DisconnectException(
        Mqtt5Disconnect.builder().reasonCode(why).build(), "Server sent DISCONNECT.");
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
