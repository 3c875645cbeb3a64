package dev.roadcase.console.upstream;

/**
 * A host and a port to listen on.
 *
 * @param host a name or an address; IPv6 without brackets
 * @param port 0 for any that is free
 */
record Endpoint(String host, int port) {
  /**
   * Reads {@code HOST:PORT} or {@code [IPv6]:PORT}.
   *
   * @throws IllegalArgumentException when it is neither
   */
  static Endpoint parse(String text) {
    int colon = text.lastIndexOf(':');
    String host = colon < 0 ? "" : text.substring(0, colon);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    }
    if (host.isEmpty() || host.chars().anyMatch(c -> c <= ' ' || c == '<' || c == '&')) {
      throw new IllegalArgumentException("HOST:PORT, such as 127.0.0.1:1883, not \"" + text + "\"");
    }
    try {
      int port = Integer.parseInt(text.substring(colon + 1));
      if (port >= 0 && port <= 65_535) {
        return new Endpoint(host, port);
      }
    } catch (NumberFormatException e) {
      // Falls through to the one complaint.
    }
    throw new IllegalArgumentException("a port is 0 to 65535, not \"" + text + "\"");
  }

  @Override
  public String toString() {
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }
}
