package dev.roadcase.provisioning.fleet;

import dev.roadcase.core.identity.FleetId;
import dev.roadcase.core.identity.KitId;
import dev.roadcase.core.pack.ShowRevocations;
import dev.roadcase.wire.file.WholeFile;
import dev.roadcase.wire.json.Malformed;
import dev.roadcase.wire.jws.SigningKey;
import dev.roadcase.wire.x509.Certificates;
import dev.roadcase.wire.x509.Crl;
import dev.roadcase.wire.x509.FleetRoot;
import dev.roadcase.wire.x509.Issuer;
import dev.roadcase.wire.x509.KitFolder;
import dev.roadcase.wire.x509.Name;
import dev.roadcase.wire.x509.NotTrusted;
import dev.roadcase.wire.x509.Pem;
import dev.roadcase.wire.x509.ShowRevocationsJwt;
import dev.roadcase.wire.x509.UpstreamFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A fleet's folder.
 *
 * <pre>
 * root.key  fleet.pem                                   the root: key, certificate
 * fleet.revocations.jwt  fleet.crl                      which shows count no more; the same as X.509
 * shows/SHOW/show.key  show.pem                         signs kits and packs
 * shows/SHOW/issued/  revocations.jwt                   what it signed, and what counts no more
 * shows/SHOW/upstream/                                  of every show but the first
 * upstream/ack.key  server.key  server.pem  fleet.pem   carry this to the upstream,
 * upstream/crl.pem                                      and this again after each revocation
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
    WholeFolder.make(
        folder,
        "a fleet's keys are never overwritten",
        at -> {
          SigningKey rootKey = SigningKey.make(chance);
          Issuer root = Issuer.root(plan.fleet(), rootKey, now, chance);
          if (plan.passphrase().isPresent()) {
            Pem.write(
                at.resolve("root.key"), rootKey, plan.passphrase().get().characters(), chance);
          } else {
            Pem.write(at.resolve("root.key"), rootKey);
          }
          Pem.write(at.resolve("fleet.pem"), List.of(root.certificate()));
          writeRootList(at, ShowRevocations.none(plan.fleet()), root);
          Issuer show =
              root.show(plan.show(), SigningKey.make(chance), plan.showEnds(), now, chance);
          WholeFile.privateFolder(at.resolve("shows"));
          Path shows = at.resolve("shows").resolve(plan.show());
          WholeFile.privateFolder(shows);
          writeShow(shows, show);
          WholeFile.privateFolder(at.resolve("kits"));
          writeUpstream(
              at.resolve("upstream"), root.certificate(), show, plan.upstream(), now, chance);
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
          folder + " holds no fleet: `roadcase fleet init` makes one, --fleet-dir DIR names it");
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

  /** Where the root key lies, if it is here. */
  public Path rootKey() {
    return folder.resolve("root.key");
  }

  /** Whether the root key is under a passphrase. */
  public boolean rootSealed() throws IOException {
    return Pem.sealed(rootKey());
  }

  /**
   * The root itself, to make another show.
   *
   * @param passphrase needed if it has one
   * @throws NotTrusted when the key is not here, is damaged, or is not opened by it
   */
  public Issuer rootIssuer(Optional<Passphrase> passphrase) throws IOException {
    Path file = rootKey();
    if (!Files.isRegularFile(file)) {
      throw new NotTrusted(
          file + " is not here: only the root signs for a show; bring it back for this");
    }
    return Issuer.of(
        passphrase.isPresent() ? Pem.key(file, passphrase.get().characters()) : Pem.key(file),
        root.certificate());
  }

  /**
   * Makes another show: its key, and the keys of its upstream under {@code shows/SHOW/upstream}.
   *
   * @param ends when it is over
   * @throws AlreadyThere when the fleet has a show of that name
   */
  public ShowBook addShow(
      String show,
      Instant ends,
      FleetPlan.Upstream upstream,
      Issuer by,
      Instant now,
      SecureRandom chance)
      throws IOException {
    Issuer made = by.show(show, SigningKey.make(chance), ends, now, chance);
    if (!Files.exists(rootListFile())) {
      writeRootList(folder, revokedShows(), by);
    }
    WholeFolder.make(
        showFolder(show),
        "a show's key is never overwritten",
        at -> {
          writeShow(at, made);
          writeUpstream(at.resolve("upstream"), root.certificate(), made, upstream, now, chance);
        });
    tellUpstreams();
    return book(show);
  }

  /**
   * Which shows count no more.
   *
   * @throws NotTrusted when the file is damaged, or not signed by the root
   */
  public ShowRevocations revokedShows() throws IOException {
    Path file = revokedShowsFile();
    if (!Files.exists(file)) {
      return ShowRevocations.none(id());
    }
    try {
      return ShowRevocationsJwt.read(
          Files.readString(file, StandardCharsets.ISO_8859_1).strip(), root);
    } catch (Malformed e) {
      throw new NotTrusted(file + " is damaged: " + e.getMessage());
    }
  }

  /** That list, signed, as others get it; nothing before the first. */
  public Optional<String> signedRevokedShows() throws IOException {
    return Files.exists(revokedShowsFile())
        ? Optional.of(
            Files.readString(revokedShowsFile(), StandardCharsets.ISO_8859_1).strip() + "\n")
        : Optional.empty();
  }

  /**
   * Puts a show on the root's list, with all that it has signed. One that is on it already stays as
   * it was, and so does the list.
   *
   * @throws NotTrusted when there is no such show, or its certificate has ended anyway
   */
  public ShowRevocations revokeShow(String show, String reason, Issuer by, Instant now)
      throws IOException {
    ShowBook book = book(show);
    try (Turn _ = Turn.in(folder)) {
      Instant ends = book.issuer().certificate().getNotAfter().toInstant();
      if (!ends.isAfter(now)) {
        throw new NotTrusted(
            "the certificate of the show %s ended on %s: there is nothing left to revoke"
                .formatted(show, ends));
      }
      ShowRevocations before = revokedShows();
      Instant at = now.truncatedTo(ChronoUnit.SECONDS);
      String serial = Certificates.serial(book.issuer().certificate());
      ShowRevocations after = before.and(new ShowRevocations.Revoked(show, serial, reason, at), at);
      if (after.number() > before.number()) {
        String jwt = ShowRevocationsJwt.sign(after, by);
        WholeFile.writePrivate(
            revokedShowsFile(), (jwt + "\n").getBytes(StandardCharsets.US_ASCII));
      }
      // Also when it was there already: what a power cut kept from being written is written now.
      writeRootList(folder, after, by);
      return after;
    }
  }

  /**
   * A show that still counts, to sign something by.
   *
   * @throws NotTrusted when it was revoked
   */
  public void requireCounts(String show) throws IOException {
    revokedShows()
        .of(show)
        .ifPresent(entry -> {
          throw new NotTrusted(entry.sentence());
        });
  }

  /** All lists as X.509, in PEM: the root's, then each show's. */
  public String lists() throws IOException {
    StringBuilder lists = new StringBuilder(rootList());
    for (String name : shows()) {
      ShowBook book = book(name);
      lists.append(Pem.text(Crl.of(book.revocations(), book.issuer())));
    }
    return lists.toString();
  }

  /** Leaves the lists in every upstream's folder that is here, where its broker reads them. */
  public List<Path> tellUpstreams() throws IOException {
    byte[] lists = lists().getBytes(StandardCharsets.US_ASCII);
    List<Path> told = new ArrayList<>();
    List<Path> folders = new ArrayList<>(List.of(folder.resolve("upstream")));
    for (String show : shows()) {
      folders.add(showFolder(show).resolve("upstream"));
    }
    for (Path at : folders) {
      if (Files.isDirectory(at)) {
        WholeFile.writePrivate(UpstreamFolder.listsFile(at), lists);
        told.add(UpstreamFolder.listsFile(at));
      }
    }
    return told;
  }

  private Path revokedShowsFile() {
    return folder.resolve("fleet.revocations.jwt");
  }

  /** The root's own list of revocations in PEM; empty for a fleet from before there was one. */
  public String rootList() throws IOException {
    return Files.exists(rootListFile()) ? Files.readString(rootListFile()) : "";
  }

  private Path rootListFile() {
    return folder.resolve("fleet.crl");
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
    for (String file : List.of("show.key", "show.pem")) {
      if (!Files.isRegularFile(at.resolve(file))) {
        throw new NotTrusted(at.resolve(file) + " is missing");
      }
    }
    return Issuer.of(
        Pem.key(at.resolve("show.key")), Pem.certificates(at.resolve("show.pem")).getFirst());
  }

  /** What one of the shows has signed, and what of it counts no more. */
  public ShowBook book(String show) throws IOException {
    return new ShowBook(folder, showFolder(show), show(show));
  }

  /** The first show's upstream: its keys, and where they lie. */
  public UpstreamFolder upstream() throws IOException {
    return UpstreamFolder.read(folder.resolve("upstream"));
  }

  /** A show's upstream. */
  public UpstreamFolder upstream(String show) throws IOException {
    Path own = showFolder(show).resolve("upstream");
    return Files.isDirectory(own) ? UpstreamFolder.read(own) : upstream();
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
    return addKit(kit, names, addresses, onlyBook(), now, chance);
  }

  /** As the other, for one of several shows. */
  public KitFolder addKit(
      KitId kit,
      Collection<String> names,
      Collection<String> addresses,
      ShowBook show,
      Instant now,
      SecureRandom chance)
      throws IOException {
    requireCounts(show.show());
    return new Kits(folder, root, chance).add(kit, names, addresses, show, now);
  }

  /**
   * Makes new keys for a kit that is there; the folder with the old ones is kept beside it.
   *
   * @param names instead of those that the kit has
   * @param addresses instead of those that the kit has
   * @param show instead of the one that the kit is of
   * @throws NotTrusted when the fleet has no such kit, or the show is over or revoked
   */
  public Renewed renewKit(
      KitId kit,
      Optional<? extends Collection<String>> names,
      Optional<? extends Collection<String>> addresses,
      Optional<String> show,
      Instant now,
      SecureRandom chance)
      throws IOException {
    Kits kits = new Kits(folder, root, chance);
    String of = show.isPresent() ? show.get() : kits.showOf(kit);
    requireCounts(of);
    return kits.renew(kit, names, addresses, book(of), now);
  }

  private ShowBook onlyBook() throws IOException {
    return show().name() instanceof Name.Show name ? book(name.show()) : book("");
  }

  private static void writeShow(Path at, Issuer show) throws IOException {
    Pem.write(at.resolve("show.key"), show.key());
    Pem.write(at.resolve("show.pem"), List.of(show.certificate()));
  }

  private static void writeRootList(Path at, ShowRevocations list, Issuer root) throws IOException {
    WholeFile.writePrivate(
        at.resolve("fleet.crl"), Pem.text(Crl.of(list, root)).getBytes(StandardCharsets.US_ASCII));
  }

  private static void writeUpstream(
      Path at,
      X509Certificate root,
      Issuer show,
      FleetPlan.Upstream upstream,
      Instant now,
      SecureRandom chance)
      throws IOException {
    WholeFile.privateFolder(at);
    SigningKey server = SigningKey.make(chance);
    Pem.write(UpstreamFolder.ackKeyFile(at), SigningKey.make(chance));
    Pem.write(UpstreamFolder.serverKeyFile(at), server);
    Pem.write(
        UpstreamFolder.chainFile(at),
        List.of(
            show.upstream(server.publicKey(), upstream.names(), upstream.addresses(), now, chance),
            show.certificate()));
    Pem.write(UpstreamFolder.rootFile(at), List.of(root));
  }
}
