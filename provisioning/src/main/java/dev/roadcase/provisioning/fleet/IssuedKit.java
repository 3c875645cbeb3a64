package dev.roadcase.provisioning.fleet;

import dev.roadcase.core.identity.KitId;
import dev.roadcase.core.identity.Making;
import dev.roadcase.wire.x509.Certificates;
import dev.roadcase.wire.x509.Name;
import dev.roadcase.wire.x509.NotTrusted;
import java.nio.file.Path;
import java.security.cert.X509Certificate;

/**
 * A making of a kit's keys that a show has vouched for. Only the certificate is kept: the folder
 * with the key is carried to its box.
 */
public record IssuedKit(KitId kit, Making making, X509Certificate certificate) {
  static IssuedKit of(X509Certificate certificate, Path from) {
    if (Certificates.name(certificate) instanceof Name.Kit name) {
      return new IssuedKit(
          name.kit(),
          Certificates.making(certificate)
              .orElseThrow(() -> new NotTrusted(from + " does not say which making it is")),
          certificate);
    }
    throw new NotTrusted(from + " is not a kit's certificate");
  }

  /** Under what name it is kept. */
  String fileName() {
    return kit + "." + making + ".pem";
  }
}
