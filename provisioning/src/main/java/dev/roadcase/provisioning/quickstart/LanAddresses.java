package dev.roadcase.provisioning.quickstart;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * How phones on the same network reach this machine.
 *
 * @param names host names, RFC 1123; the plain one first
 * @param addresses IPv4, dotted, without loopback and link-local ones
 */
public record LanAddresses(List<String> names, List<String> addresses) {
  /** Networks between a machine and its own containers: no phone is there. */
  private static final Pattern INSIDE = Pattern.compile("(docker|br-|veth|virbr|lxc|cni|tun).*");

  private static final Pattern HOST = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
  private static final Path NAME_OF_LINUX = Path.of("/proc/sys/kernel/hostname");

  public LanAddresses {
    names = List.copyOf(names);
    addresses = List.copyOf(addresses);
  }

  /** Where nobody but this machine is to reach the box. */
  public static LanAddresses none() {
    return new LanAddresses(List.of(), List.of());
  }

  /** As the system says it now; asks no name server. */
  public static LanAddresses ofThisMachine() throws IOException {
    List<String> addresses = new ArrayList<>();
    for (NetworkInterface each :
        NetworkInterface.networkInterfaces()
            .sorted(Comparator.comparingInt(NetworkInterface::getIndex))
            .toList()) {
      if (each.isUp() && !each.isLoopback() && !INSIDE.matcher(each.getName()).matches()) {
        each.inetAddresses()
            .filter(LanAddresses::isOfALan)
            .map(InetAddress::getHostAddress)
            .forEach(addresses::add);
      }
    }
    return new LanAddresses(names(hostName()), addresses);
  }

  private static boolean isOfALan(InetAddress address) {
    return address instanceof Inet4Address
        && !address.isLoopbackAddress()
        && !address.isLinkLocalAddress();
  }

  /** A host by its name, and by multicast DNS (RFC 6762). */
  static List<String> names(String host) {
    String first = host.strip().toLowerCase(Locale.ROOT).replaceAll("\\..*", "");
    return HOST.matcher(first).matches() && !first.equals("localhost")
        ? List.of(first, first + ".local")
        : List.of();
  }

  private static String hostName() throws IOException {
    if (Files.isReadable(NAME_OF_LINUX)) {
      return Files.readString(NAME_OF_LINUX);
    }
    String said = System.getenv("HOSTNAME");
    return said == null ? "" : said;
  }
}
