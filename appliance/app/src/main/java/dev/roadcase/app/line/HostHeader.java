package dev.roadcase.app.line;

import io.netty.util.NetUtil;

/** The {@code Host} or {@code :authority} of a request (RFC 9110, section 7.2). */
public final class HostHeader {
  private static final int LENGTH_MAX = 255;
  private static final int PORT_MAX = 65_535;
  private static final int PORT_DIGITS_MAX = 5;

  private HostHeader() {}

  /**
   * Whether it is a host, with or without a port (RFC 3986, 3.2.2 and 3.2.3): a name as DNS and
   * mDNS have them, of letters, digits, {@code -}, {@code _} and {@code .}; an IPv4 address; or an
   * IPv6 address in brackets. Percent-encoding and the delimiters that RFC 3986 would allow in a
   * name are in no name that a resolver is asked for (RFC 9110, 4.2.3). Who it names is for others
   * to ask.
   */
  public static boolean canBe(CharSequence host) {
    int length = host.length();
    if (length == 0 || length > LENGTH_MAX) {
      return false;
    }
    int end = host.charAt(0) == '[' ? endOfLiteral(host) : endOfName(host);
    return end > 0 && (end == length || (host.charAt(end) == ':' && isPort(host, end + 1)));
  }

  /** Behind the closing bracket; 0 when it is no address. */
  private static int endOfLiteral(CharSequence host) {
    for (int i = 1; i < host.length(); i++) {
      char c = host.charAt(i);
      if (c == ']') {
        return NetUtil.isValidIpV6Address(host.subSequence(1, i).toString()) ? i + 1 : 0;
      }
      // No zone, which is nobody's but the sender's; and no IPv4 address within.
      if (c != ':' && Character.digit(c, 16) < 0) {
        return 0;
      }
    }
    return 0;
  }

  private static int endOfName(CharSequence host) {
    int i = 0;
    while (i < host.length() && isOfName(host.charAt(i))) {
      i++;
    }
    return i;
  }

  private static boolean isOfName(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '-'
        || c == '.'
        || c == '_';
  }

  /** Of any number of digits, also none (RFC 3986, 3.2.3), as long as there is such a port. */
  private static boolean isPort(CharSequence host, int from) {
    int port = 0;
    if (host.length() - from > PORT_DIGITS_MAX) {
      return false;
    }
    for (int i = from; i < host.length(); i++) {
      char c = host.charAt(i);
      if (c < '0' || c > '9') {
        return false;
      }
      port = port * 10 + c - '0';
    }
    return port <= PORT_MAX;
  }
}
