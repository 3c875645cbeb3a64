package dev.roadcase.provisioning.fleet;

import dev.roadcase.core.identity.KitId;
import dev.roadcase.core.identity.Making;
import dev.roadcase.wire.jws.SigningKey;
import dev.roadcase.wire.x509.Certificates;
import dev.roadcase.wire.x509.FleetRoot;
import dev.roadcase.wire.x509.KitFolder;
import dev.roadcase.wire.x509.NotTrusted;
import dev.roadcase.wire.x509.Pem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The folders that are carried to the boxes: {@code kits/KIT}. */
final class Kits {
  private static final String BEFORE = ".before-";

  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "::1", "0:0:0:0:0:0:0:1");

  private final Path fleet;
  private final Path folder;
  private final FleetRoot root;
  private final SecureRandom chance;

  Kits(Path fleet, FleetRoot root, SecureRandom chance) {
    this.fleet = fleet;
    this.folder = fleet.resolve("kits");
    this.root = root;
    this.chance = chance;
  }

  /** Makes a kit's keys. */
  KitFolder add(
      KitId kit, Collection<String> names, Collection<String> addresses, ShowBook book, Instant now)
      throws IOException {
    return make(
        of(kit),
        "a kit's key is never overwritten; `roadcase fleet renew " + kit + "` makes the next",
        kit,
        names,
        addresses,
        book,
        now);
  }

  /**
   * Makes new keys for a kit that is there, and keeps the folder with the old ones beside it.
   *
   * @param names instead of those of the old certificate
   * @param addresses instead of those of the old certificate
   * @throws NotTrusted when there is no such kit, or its folder is damaged
   */
  Renewed renew(
      KitId kit,
      Optional<? extends Collection<String>> names,
      Optional<? extends Collection<String>> addresses,
      ShowBook book,
      Instant now)
      throws IOException {
    Path at = of(kit);
    Path next = next(kit);
    try (Turn _ = Turn.in(fleet)) {
      if (!Files.exists(at)) {
        return takenUp(kit, at, next);
      }
      KitFolder old = KitFolder.read(at);
      X509Certificate own = old.chain().getFirst();
      Optional<Making> before = old.making();
      Path kept = at.resolveSibling(kit + BEFORE + before.map(Making::value).orElse("makings"));
      if (Files.exists(kept)) {
        throw new AlreadyThere(kept + " is there already: it is never overwritten; move it away");
      }
      clear(next);
      make(
          next,
          "it is of another attempt",
          kit,
          names.isPresent() ? names.get() : more(Certificates.dnsNames(own), usual(kit)),
          addresses.isPresent() ? addresses.get() : more(Certificates.addresses(own), LOOPBACK),
          book,
          now);
      // Between the two there is no folder of that name: the next attempt takes it up there.
      Files.move(at, kept, StandardCopyOption.ATOMIC_MOVE);
      Files.move(next, at, StandardCopyOption.ATOMIC_MOVE);
      return new Renewed(KitFolder.read(at), before, old.show(), kept);
    }
  }

  /**
   * Which show a kit is of.
   *
   * @throws NotTrusted when there is no such kit, or its folder is damaged
   */
  String showOf(KitId kit) throws IOException {
    Path next = next(kit);
    if (!Files.isDirectory(of(kit)) && !Files.isDirectory(next)) {
      throw none(kit);
    }
    return KitFolder.read(Files.isDirectory(of(kit)) ? of(kit) : next).show();
  }

  private NotTrusted none(KitId kit) {
    return new NotTrusted(
        "there is no kit " + kit + " in " + folder + ": `roadcase fleet add` makes one");
  }

  private Path next(KitId kit) {
    return folder.resolve("." + kit + ".next");
  }

  Path of(KitId kit) {
    return folder.resolve(kit.value());
  }

  /** After a cut between the two moves of {@link #renew}: the second. */
  private Renewed takenUp(KitId kit, Path at, Path next) throws IOException {
    Optional<Path> newest;
    try (Stream<Path> all = Files.list(folder)) {
      newest =
          all.filter(path -> String.valueOf(path.getFileName()).startsWith(kit + BEFORE))
              .max(Comparator.comparing(path -> String.valueOf(path.getFileName())));
    }
    if (newest.isEmpty() || !Files.isDirectory(next)) {
      throw none(kit);
    }
    Files.move(next, at, StandardCopyOption.ATOMIC_MOVE);
    KitFolder old = KitFolder.read(newest.get());
    return new Renewed(KitFolder.read(at), old.making(), old.show(), newest.get());
  }

  private KitFolder make(
      Path to,
      String why,
      KitId kit,
      Collection<String> names,
      Collection<String> addresses,
      ShowBook book,
      Instant now)
      throws IOException {
    SigningKey key = SigningKey.make(chance);
    WholeFolder.make(
        to,
        why,
        at -> {
          X509Certificate own =
              book.issuer().kit(kit, key.publicKey(), names, addresses, now, chance);
          Pem.write(KitFolder.keyFile(at), key);
          Pem.write(KitFolder.chainFile(at), List.of(own, book.issuer().certificate()));
          Pem.write(KitFolder.rootFile(at), List.of(root.certificate()));
          book.issue(own);
        });
    return KitFolder.read(to);
  }

  private static Set<String> usual(KitId kit) {
    return Set.of(kit.value() + ".local", kit.value(), "localhost");
  }

  private static List<String> more(List<String> all, Set<String> usual) {
    return all.stream().filter(name -> !usual.contains(name)).toList();
  }

  private static void clear(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(folder);
    }
  }
}
