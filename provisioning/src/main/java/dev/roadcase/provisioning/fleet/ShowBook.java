package dev.roadcase.provisioning.fleet;

import dev.roadcase.core.identity.KitId;
import dev.roadcase.core.identity.Making;
import dev.roadcase.core.pack.Revocations;
import dev.roadcase.core.pack.Revocations.Revoked;
import dev.roadcase.wire.file.WholeFile;
import dev.roadcase.wire.json.Malformed;
import dev.roadcase.wire.x509.Certificates;
import dev.roadcase.wire.x509.Issuer;
import dev.roadcase.wire.x509.Name;
import dev.roadcase.wire.x509.NotTrusted;
import dev.roadcase.wire.x509.Pem;
import dev.roadcase.wire.x509.RevocationsJwt;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a show has vouched for, and what of it counts no more.
 *
 * <pre>
 * shows/SHOW/issued/KIT.MAKING.pem   every certificate that was made, for ever
 * shows/SHOW/revocations.jwt         the list; absent before the first
 * </pre>
 */
public final class ShowBook {
  private final Path fleet;
  private final Path folder;
  private final Issuer show;
  private final Name.Show name;

  ShowBook(Path fleet, Path folder, Issuer show) {
    if (!(show.name() instanceof Name.Show of)) {
      throw new IllegalArgumentException("a book is kept by a show");
    }
    this.fleet = fleet;
    this.folder = folder;
    this.show = show;
    this.name = of;
  }

  /** The show's name. */
  public String show() {
    return name.show();
  }

  /** Who signs in it. */
  public Issuer issuer() {
    return show;
  }

  /** Every making, by kit and birth. */
  public List<IssuedKit> issued() throws IOException {
    Path issued = folder.resolve("issued");
    if (!Files.isDirectory(issued)) {
      return List.of();
    }
    List<IssuedKit> found = new ArrayList<>();
    try (Stream<Path> files = Files.list(issued)) {
      for (Path file : files.filter(ShowBook::visible).toList()) {
        found.add(IssuedKit.of(Pem.certificates(file).getFirst(), file));
      }
    }
    found.sort(
        Comparator.comparing((IssuedKit kit) -> kit.kit().value())
            .thenComparing(IssuedKit::making));
    return List.copyOf(found);
  }

  /** Writes down a certificate before its key goes anywhere. */
  void issue(X509Certificate certificate) throws IOException {
    Path issued = folder.resolve("issued");
    if (!Files.isDirectory(issued)) {
      WholeFile.privateFolder(issued);
    }
    Path file = issued.resolve(IssuedKit.of(certificate, issued).fileName());
    Pem.write(file, List.of(certificate));
  }

  /**
   * The list as it is.
   *
   * @throws NotTrusted when the file is damaged, or not signed by this show
   */
  public Revocations revocations() throws IOException {
    Path file = listFile();
    if (!Files.exists(file)) {
      return Revocations.none(name.fleet(), name.show());
    }
    try {
      return RevocationsJwt.read(
          Files.readString(file, StandardCharsets.ISO_8859_1).strip(),
          show.key().publicKey(),
          name);
    } catch (Malformed e) {
      throw new NotTrusted(file + " is damaged: " + e.getMessage());
    }
  }

  /** The list, signed, as others get it. */
  public String signed() throws IOException {
    return RevocationsJwt.sign(revocations(), show);
  }

  /**
   * Puts a making on the list. One that is on it already stays as it was, and so does the list.
   *
   * @throws NotTrusted when the show is over, or has no such kit
   */
  public Revocations revoke(KitId kit, Making making, String reason, Instant now)
      throws IOException {
    try (Turn _ = Turn.in(fleet)) {
      Instant ends = show.certificate().getNotAfter().toInstant();
      if (!ends.isAfter(now)) {
        throw new NotTrusted(
            "the certificates of the show %s ended on %s: there is nothing left to revoke"
                .formatted(name.show(), ends));
      }
      IssuedKit which =
          issued().stream()
              .filter(made -> made.kit().equals(kit) && made.making().equals(making))
              .findFirst()
              .orElseThrow(() -> new NotTrusted(unknown(kit, making)));
      Revocations before = revocations();
      Instant at = now.truncatedTo(ChronoUnit.SECONDS);
      Revocations after =
          before.and(
              new Revoked(kit, making, Certificates.serial(which.certificate()), reason, at), at);
      if (after.number() > before.number()) {
        String jwt = RevocationsJwt.sign(after, show);
        WholeFile.writePrivate(listFile(), (jwt + "\n").getBytes(StandardCharsets.US_ASCII));
      }
      return after;
    }
  }

  private String unknown(KitId kit, Making making) {
    return "the show %s never made keys %s for %s: `roadcase fleet revoke --list` names those it made"
        .formatted(name.show(), making, kit);
  }

  private Path listFile() {
    return folder.resolve("revocations.jwt");
  }

  private static boolean visible(Path file) {
    return !String.valueOf(file.getFileName()).startsWith(".");
  }
}
