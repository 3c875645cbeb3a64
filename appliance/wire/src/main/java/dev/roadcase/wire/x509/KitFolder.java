package dev.roadcase.wire.x509;

import dev.roadcase.core.identity.FleetId;
import dev.roadcase.core.identity.KitId;
import dev.roadcase.core.identity.Making;
import dev.roadcase.wire.jws.SigningKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * All keys that one box needs, in one folder: {@code kit.key} (PKCS#8), {@code kit.pem} (its
 * certificate, then the show's), {@code fleet.pem} (the root).
 *
 * @param key the kit's identity
 * @param chain the kit's certificate, then the show's
 */
public record KitFolder(
    Path folder,
    FleetId fleet,
    KitId kit,
    String show,
    SigningKey key,
    List<X509Certificate> chain,
    FleetRoot root) {
  public KitFolder {
    chain = List.copyOf(chain);
  }

  /** Which making of the kit's keys these are; nothing for keys from before there were any. */
  public Optional<Making> making() {
    return Certificates.making(chain.getFirst());
  }

  /** Where the private key lies, in PEM. */
  public Path keyFile() {
    return keyFile(folder);
  }

  /** Where the chain lies, in PEM. */
  public Path chainFile() {
    return chainFile(folder);
  }

  /** Where the trust anchor lies, in PEM. */
  public Path rootFile() {
    return rootFile(folder);
  }

  /**
   * Reads a folder and holds its parts against each other. Dates are left to whoever uses them: a
   * box that is unsure of the time still starts.
   *
   * @throws NotTrusted when a file is missing or damaged, or they do not belong together
   */
  public static KitFolder read(Path folder) throws IOException {
    for (Path file : List.of(keyFile(folder), chainFile(folder), rootFile(folder))) {
      if (!Files.isRegularFile(file)) {
        throw new NotTrusted(
            file + " is missing: `roadcase fleet add KIT` makes a kit's folder with all its files");
      }
    }
    FleetRoot root = FleetRoot.read(rootFile(folder));
    Leaf leaf = Leaf.read(keyFile(folder), chainFile(folder), root);
    if (!(leaf.name() instanceof Name.Kit(FleetId fleet, KitId kit))) {
      throw new NotTrusted(chainFile(folder) + " does not begin with a kit's certificate");
    }
    Certificates.making(leaf.chain().getFirst());
    return new KitFolder(folder, fleet, kit, leaf.show().show(), leaf.key(), leaf.chain(), root);
  }

  public static Path keyFile(Path folder) {
    return folder.resolve("kit.key");
  }

  public static Path chainFile(Path folder) {
    return folder.resolve("kit.pem");
  }

  public static Path rootFile(Path folder) {
    return folder.resolve("fleet.pem");
  }
}
