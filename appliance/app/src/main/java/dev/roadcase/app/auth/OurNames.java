package dev.roadcase.app.auth;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The names under which this box may be asked: those of its certificate, and the addresses of its
 * network. A proof that was made for another name was made for somebody else.
 */
public final class OurNames implements Predicate<String> {
  private static final int DNS = 2;
  private static final int IP = 7;
  private static final Pattern ADDRESS = Pattern.compile("[0-9.]{7,15}|\\[[0-9a-f:.]{2,45}]");

  /** Asking the system costs a quarter of what checking a signature does. */
  private static final long ADDRESSES_GOOD_NANOS = Duration.ofSeconds(2).toNanos();

  /** The addresses of this machine at a monotonic moment. */
  private record Addresses(Set<InetAddress> all, long at) {}

  private final Set<String> names = new HashSet<>();
  private final AtomicReference<@Nullable Addresses> addresses = new AtomicReference<>();

  /** The names of a certificate. */
  public OurNames(X509Certificate certificate) {
    try {
      Collection<List<?>> all = certificate.getSubjectAlternativeNames();
      if (all != null) {
        for (List<?> one : all) {
          if (one.get(0) instanceof Integer type && (type == DNS || type == IP)) {
            names.add(String.valueOf(one.get(1)).toLowerCase(Locale.ROOT));
          }
        }
      }
    } catch (CertificateParsingException e) {
      throw new IllegalArgumentException("the kit's certificate has no readable names", e);
    }
  }

  /**
   * Whether {@code host} is one of them.
   *
   * @param host in lower case, an IPv6 address in brackets
   */
  @Override
  public boolean test(String host) {
    return names.contains(host) || (ADDRESS.matcher(host).matches() && isOurs(host));
  }

  private boolean isOurs(String address) {
    try {
      // Never getByName: it asks the resolver about 999.999.999.999, and waits for its answer on
      // the
      // event loop, for a Host header that any guest may send.
      return addresses().contains(InetAddress.ofLiteral(address));
    } catch (IllegalArgumentException | SocketException e) {
      return false;
    }
  }

  /** A new lease is known after two seconds; a device that came too early tries again. */
  private Set<InetAddress> addresses() throws SocketException {
    Addresses known = addresses.get();
    if (known == null || System.nanoTime() - known.at() > ADDRESSES_GOOD_NANOS) {
      known =
          new Addresses(
              NetworkInterface.networkInterfaces()
                  .flatMap(NetworkInterface::inetAddresses)
                  .collect(Collectors.toUnmodifiableSet()),
              System.nanoTime());
      addresses.set(known);
    }
    return known.all();
  }
}
