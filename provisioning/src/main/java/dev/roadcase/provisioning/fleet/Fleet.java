package dev.roadcase.provisioning.fleet;

import dev.roadcase.core.identity.FleetId;
import dev.roadcase.core.identity.KitId;
import dev.roadcase.wire.file.WholeFile;
import dev.roadcase.wire.jws.SigningKey;
import dev.roadcase.wire.x509.FleetRoot;
import dev.roadcase.wire.x509.Issuer;
import dev.roadcase.wire.x509.KitFolder;
import dev.roadcase.wire.x509.NotTrusted;
import dev.roadcase.wire.x509.Pem;
import dev.roadcase.wire.x509.UpstreamFolder;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/**
 * A fleet's folder.
 *
 * <pre>
 * root.key  fleet.pem                                   the root: key and certificate
 * shows/SHOW/show.key  show.pem                         signs kits and packs
 * upstream/ack.key  server.key  server.pem  fleet.pem   carry this to the upstream
 * kits/KIT/kit.key  kit.pem  fleet.pem                  carry this to the box
 * </pre>
 */
public final class Fleet {
  private final Path folder;
  private final FleetRoot root;

  private Fleet(Path folder, FleetRoot root) {
    this.folder = folder;
    this.root = root;
  }

  /**
   * Makes a fleet with its first show and its upstream's keys, in a folder that is not there yet.
   *
   * @throws AlreadyThere when something is
   */
  public static Fleet init(Path folder, FleetPlan plan, Instant now, SecureRandom chance)
      throws IOException {
    whole(
        folder,
        "a fleet's keys are never overwritten",
        at -> {
          SigningKey rootKey = SigningKey.make(chance);
          Issuer root = Issuer.root(plan.fleet(), rootKey, now, chance);
          Issuer show =
              root.show(plan.show(), SigningKey.make(chance), plan.showEnds(), now, chance);
          if (plan.passphrase().isPresent()) {
            Pem.write(
                at.resolve("root.key"), rootKey, plan.passphrase().get().characters(), chance);
          } else {
            Pem.write(at.resolve("root.key"), rootKey);
          }
          Pem.write(at.resolve("fleet.pem"), List.of(root.certificate()));
          WholeFile.privateFolder(at.resolve("shows"));
          Path shows = at.resolve("shows").resolve(plan.show());
          WholeFile.privateFolder(shows);
          Pem.write(shows.resolve("show.key"), show.key());
          Pem.write(shows.resolve("show.pem"), List.of(show.certificate()));
          WholeFile.privateFolder(at.resolve("kits"));
          writeUpstream(at.resolve("upstream"), root, show, plan, now, chance);
        });
    return open(folder);
  }

  /**
   * A fleet that is there.
   *
   * @throws NotTrusted when the folder is none, or damaged
   */
  public static Fleet open(Path folder) throws IOException {
    if (!Files.isRegularFile(folder.resolve("fleet.pem"))) {
      throw new NotTrusted(
          folder
              + " holds no fleet: `roadcase fleet init` makes one, --fleet DIR or --dir DIR names it");
    }
    return new Fleet(folder, FleetRoot.read(folder.resolve("fleet.pem")));
  }

  public Path folder() {
    return folder;
  }

  public FleetId id() {
    return root.fleet();
  }

  /** The trust anchor. */
  public FleetRoot root() {
    return root;
  }

  /** Whether the root key is under a passphrase. */
  public boolean rootSealed() throws IOException {
    return Pem.sealed(folder.resolve("root.key"));
  }

  /** The root itself, to make another show. Needs its passphrase if it has one. */
  public Issuer rootIssuer(Passphrase passphrase) throws IOException {
    return Issuer.of(
        Pem.key(folder.resolve("root.key"), passphrase.characters()), root.certificate());
  }

  /** The shows of this fleet, by name. */
  public List<String> shows() throws IOException {
    try (Stream<Path> found = Files.list(folder.resolve("shows"))) {
      return found
          .filter(Files::isDirectory)
          .map(path -> String.valueOf(path.getFileName()))
          .filter(name -> !name.startsWith("."))
          .sorted()
          .toList();
    }
  }

  /** The show's own folder. */
  public Path showFolder(String show) {
    return folder.resolve("shows").resolve(show);
  }

  /**
   * The one show of this fleet.
   *
   * @throws NotTrusted when there are several, or none
   */
  public Issuer show() throws IOException {
    List<String> shows = shows();
    if (shows.size() != 1) {
      throw new NotTrusted(
          folder + " has " + shows.size() + " shows " + shows + ": say which one, by --show");
    }
    return show(shows.getFirst());
  }

  /**
   * A show's key and certificate, by which kits and packs are signed.
   *
   * @throws NotTrusted when the fleet has no such show
   */
  public Issuer show(String name) throws IOException {
    if (!shows().contains(name)) {
      throw new NotTrusted(folder + " has no show " + name + "; it has " + shows());
    }
    Path at = showFolder(name);
    return Issuer.of(
        Pem.key(at.resolve("show.key")), Pem.certificates(at.resolve("show.pem")).getFirst());
  }

  /** The upstream's folder: its keys, and where they lie. */
  public UpstreamFolder upstream() throws IOException {
    return UpstreamFolder.read(folder.resolve("upstream"));
  }

  /** Where a kit's folder is, or would be. */
  public Path kitFolder(KitId kit) {
    return folder.resolve("kits").resolve(kit.value());
  }

  /**
   * Makes a kit's key and certificate, for the fleet's one show.
   *
   * @param names DNS names beyond {@code KIT.local}, {@code KIT} and {@code localhost}
   * @param addresses IP addresses beyond loopback
   * @throws AlreadyThere when the kit is there
   */
  public KitFolder addKit(
      KitId kit,
      Collection<String> names,
      Collection<String> addresses,
      Instant now,
      SecureRandom chance)
      throws IOException {
    Issuer show = show();
    SigningKey key = SigningKey.make(chance);
    Path to = kitFolder(kit);
    whole(
        to,
        "a kit's key is never overwritten; move the folder away to make a new one",
        at -> {
          Pem.write(KitFolder.keyFile(at), key);
          Pem.write(
              KitFolder.chainFile(at),
              List.of(
                  show.kit(kit, key.publicKey(), names, addresses, now, chance),
                  show.certificate()));
          Pem.write(KitFolder.rootFile(at), List.of(root.certificate()));
        });
    return KitFolder.read(to);
  }

  private static void writeUpstream(
      Path at, Issuer root, Issuer show, FleetPlan plan, Instant now, SecureRandom chance)
      throws IOException {
    WholeFile.privateFolder(at);
    SigningKey server = SigningKey.make(chance);
    Pem.write(UpstreamFolder.ackKeyFile(at), SigningKey.make(chance));
    Pem.write(UpstreamFolder.serverKeyFile(at), server);
    Pem.write(
        UpstreamFolder.chainFile(at),
        List.of(
            show.upstream(
                server.publicKey(), plan.upstreamNames(), plan.upstreamAddresses(), now, chance),
            show.certificate()));
    Pem.write(UpstreamFolder.rootFile(at), List.of(root.certificate()));
  }

  private interface Filling {
    void fill(Path folder) throws IOException;
  }

  /**
   * Fills a folder beside the place where it is to stand, and moves it there when it is complete.
   */
  private static void whole(Path folder, String why, Filling filling) throws IOException {
    if (Files.exists(folder)) {
      throw new AlreadyThere(folder + " is there already: " + why);
    }
    Path absolute = folder.toAbsolutePath();
    Path beside = absolute.resolveSibling("." + absolute.getFileName() + ".new");
    if (!Files.isDirectory(absolute.resolveSibling("."))) {
      throw new NoSuchFileException(String.valueOf(absolute.getParent()));
    }
    remove(beside);
    WholeFile.privateFolder(beside);
    try {
      filling.fill(beside);
      WholeFile.publish(beside, absolute);
    } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
      throw new AlreadyThere(folder + " is there already: " + why);
    } finally {
      remove(beside);
    }
  }

  /** Removes what an earlier attempt left half-made. */
  private static void remove(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (FileSystemException e) {
      throw new IOException("cannot clear " + folder + ", left by an earlier attempt", e);
    }
  }
}
