package dev.roadcase.wire.token;

import dev.roadcase.wire.json.Malformed;

/**
 * The URL by which a box is known as an authorization server (RFC 8414 §2): the {@code issuer} of
 * its metadata and the {@code iss} of its tokens (RFC 9068 §4), equal octet by octet. It is {@code
 * https://HOST} or {@code https://HOST:PORT} and nothing else: no path, no query, no other spelling
 * of the same.
 *
 * @param value at most {@link #LENGTH_MAX} characters: it is in every token twice
 */
public record IssuerUrl(String value) {
  /** So that a token and what was made of it by lending twice stay within 2,048 characters. */
  public static final int LENGTH_MAX = 100;

  private static final int HTTPS = 443;
  private static final String STATUS_LIST = "/oauth/status-lists/1";

  public IssuerUrl {
    Target target;
    try {
      target = Target.of(value);
    } catch (Malformed e) {
      throw new IllegalArgumentException("an issuer is https://HOST or https://HOST:PORT");
    }
    String canonical = canonical(target.host(), target.port());
    if (!value.equals(canonical)) {
      throw new IllegalArgumentException(
          "an issuer is https://HOST or https://HOST:PORT, here " + canonical);
    }
    if (value.length() > LENGTH_MAX) {
      throw new IllegalArgumentException("an issuer has at most " + LENGTH_MAX + " characters");
    }
  }

  /**
   * The issuer at a host.
   *
   * @param host in lower case, an IPv6 address in brackets
   * @param port 1 … 65535; 443 is left out
   */
  public static IssuerUrl of(String host, int port) {
    return new IssuerUrl(canonical(host, port));
  }

  /** In lower case, an IPv6 address in brackets. */
  public String host() {
    return Target.of(value).host();
  }

  /**
   * The absolute URL of one of its paths.
   *
   * @param path from its first slash on
   */
  public String at(String path) {
    return value + path;
  }

  /** Where its status list is, and what that list calls itself (Token Status List, section 5.1). */
  public String statusList() {
    return at(STATUS_LIST);
  }

  @Override
  public String toString() {
    return value;
  }

  private static String canonical(String host, int port) {
    return "https://" + host + (port == HTTPS ? "" : ":" + port);
  }
}
