package dev.roadcase.app.auth;

import dev.roadcase.app.box.NotNow;
import dev.roadcase.app.config.BoxConfig.Listen;
import dev.roadcase.wire.token.IssuerUrl;
import dev.roadcase.wire.x509.Certificates;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * By which URL this box is known as an authorization server: one, whatever name somebody asks it
 * by, so that nobody who sends a {@code Host} header has a say in it (RFC 8414 §3.3).
 *
 * <p>The configured one; else the first name of the kit's certificate that a network may know, at
 * the port of the devices' door. A box that listens on this machine alone is {@code localhost}.
 */
public final class OwnIssuer implements Supplier<IssuerUrl> {
  private static final String HERE = "localhost";

  private final String host;
  private volatile @Nullable IssuerUrl url;

  /**
   * An issuer that is known at once, unless the system is to choose the port.
   *
   * @param https where the devices' door listens
   * @throws IllegalArgumentException when the certificate does not name the configured host: no
   *     client could reach it there
   */
  public OwnIssuer(
      Optional<IssuerUrl> configured, Listen https, X509Certificate certificate, OurNames names) {
    configured
        .map(IssuerUrl::host)
        .filter(name -> !names.test(name))
        .ifPresent(name -> {
          throw new IllegalArgumentException(
              "\"auth.issuer\" names "
                  + name
                  + ", and the kit's certificate does not. Make one that does: `roadcase fleet add"
                  + " KIT --name "
                  + name
                  + "`; or take one of its names: "
                  + String.join(", ", Certificates.dnsNames(certificate)));
        });
    this.host = isHere(https.host()) ? HERE : hostOf(Certificates.dnsNames(certificate));
    this.url = configured.orElse(null);
    if (https.port() != 0) {
      listensAt(https.port());
    }
  }

  /** The devices' door is at that port. */
  public final void listensAt(int port) {
    if (url == null) {
      url = IssuerUrl.of(host, port);
    }
  }

  /**
   * The issuer.
   *
   * @throws NotNow before the doors are open, when no issuer is configured
   */
  @Override
  public IssuerUrl get() {
    IssuerUrl known = url;
    if (known == null) {
      throw new NotNow(NotNow.Reason.TOO_BUSY, "the doors are opening", 1);
    }
    return known;
  }

  private static boolean isHere(String https) {
    return https.equals(HERE)
        || https.startsWith("127.")
        || https.equals("::1")
        || https.equals("[::1]");
  }

  /** A name of the operator's own comes before the one that multicast DNS would have to find. */
  private static String hostOf(List<String> names) {
    List<String> whole =
        names.stream().filter(name -> name.contains(".") && !name.startsWith("*")).toList();
    return whole.stream()
        .filter(name -> !name.endsWith(".local"))
        .findFirst()
        .or(() -> whole.stream().findFirst())
        .orElse(HERE);
  }
}
