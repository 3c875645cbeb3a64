package dev.roadcase.wire.x509;

import java.util.regex.Pattern;
import org.bouncycastle.util.IPAddress;

/** How a host may be spelled in a certificate. */
final class Hosts {
  private static final Pattern LABELS =
      Pattern.compile(
          "(?=.{1,253}$)[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
              + "(\\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*");

  private Hosts() {}

  static void requireDnsName(String name) {
    if (!LABELS.matcher(name).matches() || IPAddress.isValid(name)) {
      throw new IllegalArgumentException(
          "\""
              + name
              + "\" is no host name: labels of letters, digits and hyphens, with dots between");
    }
  }

  static void requireAddress(String address) {
    if (!IPAddress.isValid(address)) {
      throw new IllegalArgumentException("\"" + address + "\" is no IPv4 or IPv6 address");
    }
  }
}
