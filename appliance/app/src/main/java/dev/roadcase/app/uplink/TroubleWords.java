package dev.roadcase.app.uplink;

import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5ConnAckException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5DisconnectException;
import com.hivemq.client.mqtt.mqtt5.message.disconnect.Mqtt5DisconnectReasonCode;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/** Why there is no line upstream, for a person: no name of a class is ever part of it. */
final class TroubleWords {
  private static final String NO_HANDSHAKE =
      "upstream hung up during the TLS handshake: is that its mqtts port?";

  private TroubleWords() {}

  /**
   * The innermost message says most: "Connection refused", not "connect failed". What {@link
   * IntervalTrust} says of clocks and certificates is such a message.
   *
   * @param greeting whether a line over TLS was being opened
   */
  static String of(Throwable trouble, boolean greeting) {
    Throwable innermost = trouble;
    while (innermost.getCause() != null && innermost.getCause() != innermost) {
      innermost = innermost.getCause();
    }
    String message = message(innermost);
    return switch (innermost) {
      case SSLException _ when message.contains("certificate_") ->
          "upstream does not take this box's certificate ("
              + message
              + "). It is revoked or has ended, or upstream's clock is off";
      case SSLException _ when message.contains("not an SSL/TLS record") -> NO_HANDSHAKE;
      case ClosedChannelException _ -> greeting ? NO_HANDSHAKE : "upstream hung up";
      case UnknownHostException _ ->
          "there is no host " + (message.isEmpty() ? "of that name" : message);
      case UnresolvedAddressException _ -> "there is no host of that name";
      case TimeoutException _ when message.isEmpty() -> "upstream did not answer in time";
      case ConnectException _ when message.isEmpty() -> "upstream cannot be reached";
      case Mqtt5DisconnectException ended -> ended(ended.getMqttMessage().getReasonCode());
      case Mqtt5ConnAckException no ->
          "upstream's broker refuses this box: " + plain(no.getMqttMessage().getReasonCode());
      default -> message.isEmpty() ? "the line to upstream broke" : message;
    };
  }

  /** The broker has said goodbye, and why (MQTT 5, section 3.14.2.1). */
  private static String ended(Mqtt5DisconnectReasonCode why) {
    return switch (why) {
      case SESSION_TAKEN_OVER ->
          "another box has connected with this box's keys: two live under one name";
      case SERVER_SHUTTING_DOWN -> "upstream's broker is being stopped";
      default -> "upstream's broker has ended the connection: " + plain(why);
    };
  }

  /** A reason code as the standard names it, in plain letters. */
  private static String plain(Enum<?> code) {
    return code.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** Without the class that some libraries begin it with, and without its full stop. */
  private static String message(Throwable trouble) {
    return String.valueOf(trouble.getMessage() == null ? "" : trouble.getMessage())
        .strip()
        .replaceFirst("^([a-z][\\w]*\\.)+[A-Z]\\w*(:\\s*|$)", "")
        .replaceFirst("^\\w*(Exception|Error)(:\\s*|$)", "")
        .replaceAll("\\.+$", "");
  }
}
