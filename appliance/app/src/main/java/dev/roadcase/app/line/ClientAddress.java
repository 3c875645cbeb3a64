package dev.roadcase.app.line;

import io.vertx.core.net.SocketAddress;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * What counts as one address wherever addresses are counted: an IPv4 address as it is, and of an
 * IPv6 address the first 64 bits. A phone changes the other 64 as often as it likes (RFC 8981), so
 * that they say nothing of how many there are.
 */
public final class ClientAddress {
  private static final int PREFIX_OCTETS = 8;

  private ClientAddress() {}

  /** Of whoever is at the other end; the same text for the same address, and for nothing else. */
  public static String of(InetAddress address) {
    // An IPv4 address in IPv6's clothes is handed over by the JDK as the IPv4 address that it is.
    return address instanceof Inet6Address
        ? HexFormat.of().formatHex(address.getAddress(), 0, PREFIX_OCTETS) + "/64"
        : address.getHostAddress();
  }

  /** As {@link #of(InetAddress)}; "" when there is none, as with a connection that is gone. */
  public static String of(@Nullable SocketAddress remote) {
    String literal = remote == null ? null : remote.hostAddress();
    if (literal == null) {
      return "";
    }
    if (literal.indexOf(':') < 0) {
      return literal;
    }
    try {
      int scope = literal.indexOf('%');
      // A literal: no resolver is asked.
      return of(InetAddress.getByName(scope < 0 ? literal : literal.substring(0, scope)));
    } catch (UnknownHostException e) {
      return literal;
    }
  }
}
