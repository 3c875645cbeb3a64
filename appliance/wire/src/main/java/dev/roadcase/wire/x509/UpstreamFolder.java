package dev.roadcase.wire.x509;

import dev.roadcase.core.identity.FleetId;
import dev.roadcase.wire.jws.SigningKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * All keys that the upstream needs, in one folder: {@code ack.key} signs its acknowledgements (its
 * public half stands in every pack), {@code server.key} and {@code server.pem} are its broker's
 * TLS, {@code fleet.pem} is whom it lets in, {@code crl.pem} whom no more; that one comes with the
 * first revocation. Two keys, because one key serves one protocol.
 *
 * @param chain the server's certificate, then the show's
 */
public record UpstreamFolder(
    Path folder,
    FleetId fleet,
    String show,
    SigningKey ackKey,
    SigningKey serverKey,
    List<X509Certificate> chain,
    FleetRoot root) {
  public UpstreamFolder {
    chain = List.copyOf(chain);
  }

  /** Where the key that signs acknowledgements lies, in PEM. */
  public static Path ackKeyFile(Path folder) {
    return folder.resolve("ack.key");
  }

  /** Where the TLS key lies, in PEM. */
  public static Path serverKeyFile(Path folder) {
    return folder.resolve("server.key");
  }

  /** Where the TLS chain lies, in PEM. */
  public static Path chainFile(Path folder) {
    return folder.resolve("server.pem");
  }

  /** Where the trust anchor lies, in PEM. */
  public static Path rootFile(Path folder) {
    return folder.resolve("fleet.pem");
  }

  /** Where the X.509 lists of revocations lie, in PEM; absent before the first. */
  public static Path listsFile(Path folder) {
    return folder.resolve("crl.pem");
  }

  /**
   * Reads a folder and holds its parts against each other.
   *
   * @throws NotTrusted when a file is missing or damaged, or they do not belong together
   */
  public static UpstreamFolder read(Path folder) throws IOException {
    List<Path> files =
        List.of(ackKeyFile(folder), serverKeyFile(folder), chainFile(folder), rootFile(folder));
    for (Path file : files) {
      if (!Files.isRegularFile(file)) {
        throw new NotTrusted(
            file
                + " is missing: `roadcase fleet init` makes the upstream's folder with all its files");
      }
    }
    FleetRoot root = FleetRoot.read(rootFile(folder));
    Leaf leaf = Leaf.read(serverKeyFile(folder), chainFile(folder), root);
    if (!(leaf.name() instanceof Name.Upstream(FleetId fleet, String show))) {
      throw new NotTrusted(chainFile(folder) + " does not begin with an upstream's certificate");
    }
    return new UpstreamFolder(
        folder, fleet, show, Pem.key(ackKeyFile(folder)), leaf.key(), leaf.chain(), root);
  }
}
