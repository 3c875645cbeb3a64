package dev.roadcase.app.line;

import io.netty.handler.codec.http.HttpScheme;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Whether the header section of a request by HTTP/2 is well-formed (RFC 9113, 8.2 and 8.3). What is
 * not is a stream error of type PROTOCOL_ERROR (8.1.1). The server behind this class does not hold
 * all of it: what it cannot take apart, it throws away without an answer.
 */
final class Http2RequestHead {
  private static final String METHOD = ":method";
  private static final String SCHEME = ":scheme";
  private static final String AUTHORITY = ":authority";
  private static final String PATH = ":path";
  private static final String HOST = "host";
  private static final String TE = "te";

  /** By the grammar of RFC 3986 it is a name, and by {@link HostHeader} it is none. */
  private static final String NO_HOST = ",";

  private static final Set<String> PSEUDO = Set.of(METHOD, SCHEME, AUTHORITY, PATH);

  /** Of the connection, and so of no request that shares it (8.2.2). */
  private static final Set<String> OF_THE_CONNECTION =
      Set.of("connection", "proxy-connection", "keep-alive", "transfer-encoding", "upgrade");

  private Http2RequestHead() {}

  /** Whether a stream may begin with it. */
  static boolean isWellFormed(Http2Headers headers) {
    Set<String> pseudo = new HashSet<>();
    for (Map.Entry<CharSequence, CharSequence> field : headers) {
      String name = field.getKey().toString();
      boolean sound =
          name.startsWith(":")
              ? PSEUDO.contains(name) && pseudo.add(name)
              : isSoundName(name, field.getValue());
      if (!sound || !isSoundValue(field.getValue())) {
        return false;
      }
    }
    return isWhole(headers, pseudo);
  }

  /** Whether a stream may end with it (8.1). */
  static boolean isWellFormedTrailer(Http2Headers headers) {
    for (Map.Entry<CharSequence, CharSequence> field : headers) {
      if (!isSoundName(field.getKey().toString(), field.getValue())
          || !isSoundValue(field.getValue())) {
        return false;
      }
    }
    return true;
  }

  /**
   * Puts one in the place of a host that is none, and of several, which the server can take apart,
   * and answers 400.
   */
  static void replaceWhatIsNoHost(Http2Headers headers) {
    List<CharSequence> hosts = headers.getAll(HOST);
    CharSequence authority = headers.authority();
    boolean one =
        hosts.size() <= 1
            && (hosts.isEmpty() || HostHeader.canBe(hosts.getFirst()))
            && (authority == null || HostHeader.canBe(authority))
            && (authority == null
                || hosts.isEmpty()
                || isSame(authority, hosts.getFirst(), headers.scheme()));
    if (!one) {
      replace(headers, AUTHORITY);
      replace(headers, HOST);
    } else if (authority != null && !hosts.isEmpty()) {
      // The server compares the two as text.
      headers.set(HOST, authority);
    }
  }

  /** Whether both name one entity (8.3.1): the port of a scheme need not be said. */
  private static boolean isSame(CharSequence one, CharSequence other, CharSequence scheme) {
    String port =
        scheme != null && HttpScheme.HTTP.name().contentEqualsIgnoreCase(scheme) ? ":80" : ":443";
    return AsciiString.contentEqualsIgnoreCase(without(port, one), without(port, other));
  }

  private static CharSequence without(String port, CharSequence host) {
    String whole = host.toString();
    String rest = whole.endsWith(port) ? whole.substring(0, whole.length() - port.length()) : whole;
    // A colon and no digit is the scheme's port as well (RFC 3986, 3.2.3).
    return rest.endsWith(":") ? rest.substring(0, rest.length() - 1) : rest;
  }

  private static void replace(Http2Headers headers, String name) {
    if (headers.contains(name)) {
      headers.set(name, NO_HOST);
    }
  }

  /** All that it takes, and of {@code CONNECT} nothing else (8.3.1, 8.5). */
  private static boolean isWhole(Http2Headers headers, Set<String> pseudo) {
    if (!pseudo.contains(METHOD) || !isToken(headers.method())) {
      return false;
    }
    if ("CONNECT".contentEquals(headers.method())) {
      return pseudo.equals(Set.of(METHOD, AUTHORITY));
    }
    return pseudo.contains(SCHEME)
        && isScheme(headers.scheme())
        && pseudo.contains(PATH)
        && !headers.path().isEmpty();
  }

  private static boolean isSoundName(String name, CharSequence value) {
    if (!isToken(name) || OF_THE_CONNECTION.contains(name)) {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      if (name.charAt(i) >= 'A' && name.charAt(i) <= 'Z') {
        return false;
      }
    }
    return !name.equals(TE) || "trailers".contentEquals(value);
  }

  /** Octets, but for NUL, CR and LF; no white space at either end (8.2.1). */
  private static boolean isSoundValue(CharSequence value) {
    int length = value.length();
    if (length == 0) {
      return true;
    }
    if (isSpace(value.charAt(0)) || isSpace(value.charAt(length - 1))) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      char c = value.charAt(i);
      if (c == '\0' || c == '\r' || c == '\n') {
        return false;
      }
    }
    return true;
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c == '\t';
  }

  /** RFC 3986, 3.1. */
  private static boolean isScheme(CharSequence scheme) {
    if (scheme.isEmpty() || !isLetter(scheme.charAt(0))) {
      return false;
    }
    return scheme
        .chars()
        .allMatch(c -> isLetter(c) || isDigit(c) || c == '+' || c == '-' || c == '.');
  }

  /** RFC 9110, 5.6.2. */
  private static boolean isToken(CharSequence token) {
    return !token.isEmpty()
        && token
            .chars()
            .allMatch(c -> isLetter(c) || isDigit(c) || "!#$%&'*+-.^_`|~".indexOf(c) >= 0);
  }

  private static boolean isLetter(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }
}
