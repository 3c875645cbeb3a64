package dev.roadcase.app.pages;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Under which hosts a phone reaches a door. Those that the certificate names come first: with the
 * fleet's root installed, a browser has nothing to say about them.
 */
public final class PhoneAddresses {
  /** Kinds of a subject's alternative name (RFC 5280 §4.2.1.6). */
  private static final int DNS = 2;

  private static final int IP = 7;

  /**
   * One of them.
   *
   * @param host as it stands in a URL: IPv6 in brackets
   * @param named whether the certificate names it
   * @param name whether it is a name, which only a network that knows it finds
   */
  record Host(String host, boolean named, boolean name) {
    /**
     * @param port 1 … 65535; the scheme's own is left out
     */
    String url(String scheme, int port) {
      boolean usual = port == (scheme.equals("https") ? 443 : 80);
      return scheme + "://" + host + (usual ? "" : ":" + port);
    }
  }

  private PhoneAddresses() {}

  /**
   * Where a door that listens at {@code host} is reached.
   *
   * @param host as configured; 0.0.0.0 and :: are every address of this machine
   * @param machine addresses of this machine that are no loopback
   */
  public static List<Host> of(
      String host, X509Certificate certificate, Collection<InetAddress> machine) {
    Set<String> names = new LinkedHashSet<>();
    Set<String> addresses = new LinkedHashSet<>();
    alternatives(certificate, names, addresses);
    boolean everywhere = host.equals("0.0.0.0") || host.equals("::") || host.equals("[::]");
    if (!everywhere) {
      String only = inUrl(host);
      boolean named = names.contains(host) || addresses.contains(host);
      boolean name = !host.matches("[0-9.]+") && !host.contains(":");
      List<Host> hosts = new ArrayList<>(List.of(new Host(only, named, name)));
      if (!host.equals("localhost") && !host.startsWith("127.") && !host.equals("::1")) {
        names.stream()
            .filter(n -> !n.equals(host))
            .forEach(n -> hosts.add(new Host(n, true, true)));
      }
      return List.copyOf(hosts);
    }
    List<Host> hosts = new ArrayList<>();
    for (InetAddress address : machine) {
      if (host.equals("0.0.0.0") && address instanceof Inet6Address) {
        // That door speaks IPv4 alone.
        continue;
      }
      String text = text(address);
      hosts.add(new Host(inUrl(text), addresses.contains(text), false));
    }
    // Stable: the machine's own order within each.
    hosts.sort(Comparator.comparing(h -> !h.named()));
    int known = (int) hosts.stream().filter(Host::named).count();
    hosts.addAll(known, names.stream().map(n -> new Host(n, true, true)).toList());
    return hosts.isEmpty() ? List.of(new Host("localhost", true, true)) : List.copyOf(hosts);
  }

  /** Addresses of this machine's cards that are up: no loopback, IPv4 first. */
  public static List<InetAddress> ofThisMachine() {
    List<InetAddress> addresses = new ArrayList<>();
    try {
      for (NetworkInterface card : NetworkInterface.networkInterfaces().toList()) {
        if (!card.isUp() || card.isLoopback()) {
          continue;
        }
        for (InterfaceAddress at : card.getInterfaceAddresses()) {
          InetAddress address = at.getAddress();
          // Link-local IPv6 needs a zone, which no browser takes.
          boolean usable = !(address instanceof Inet6Address six) || !six.isLinkLocalAddress();
          if (usable) {
            addresses.add(address);
          }
        }
      }
    } catch (SocketException e) {
      // Nobody can say; the names of the certificate are left.
      return List.of();
    }
    addresses.sort(Comparator.comparing(a -> !(a instanceof Inet4Address)));
    return addresses;
  }

  private static void alternatives(
      X509Certificate certificate, Set<String> names, Set<String> addresses) {
    try {
      Collection<List<?>> all = certificate.getSubjectAlternativeNames();
      for (List<?> one : all == null ? List.<List<?>>of() : all) {
        String text = String.valueOf(one.get(1));
        if (one.get(0).equals(DNS) && text.contains(".") && !text.startsWith("*")) {
          names.add(text);
        } else if (one.get(0).equals(IP)) {
          addresses.add(text(InetAddress.ofLiteral(text)));
        }
      }
    } catch (CertificateParsingException e) {
      throw new IllegalStateException("it was read at the start", e);
    }
  }

  /** Without a zone. */
  private static String text(InetAddress address) {
    return address.getHostAddress().replaceFirst("%.*", "");
  }

  private static String inUrl(String host) {
    return host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
  }
}
