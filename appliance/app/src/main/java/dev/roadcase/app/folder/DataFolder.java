package dev.roadcase.app.folder;

import dev.roadcase.app.auth.IssuerKeys;
import dev.roadcase.app.clock.ClockMark;
import dev.roadcase.app.folder.FolderFile.Kind;
import dev.roadcase.app.folder.FolderLook.Seen;
import dev.roadcase.app.journal.JournalFailure;
import dev.roadcase.app.journal.JournalFailure.Exit;
import dev.roadcase.app.journal.JournalFile;
import dev.roadcase.wire.file.LockedFolder;
import dev.roadcase.wire.file.OwnerOnly;
import dev.roadcase.wire.file.WholeFile;
import dev.roadcase.wire.jws.SigningKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at a data folder before a box writes anything into it: {@link #look}, then {@link
 * #makeGood} when the folder is locked. {@link #setAside} is for a box that begins anew.
 */
public final class DataFolder {
  private static final Logger LOG = LoggerFactory.getLogger(DataFolder.class);

  /** A secret by which the local door opens: the box makes 43 characters of base64url. */
  private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]{22,512}");

  private static final Pattern SCALAR = Pattern.compile("[A-Za-z0-9_-]{43}");

  /** What is read whole. */
  private static final Set<FolderFile> SMALL =
      EnumSet.of(
          FolderFile.ISSUER, FolderFile.CREW_KEY, FolderFile.ADMIN_TOKEN, FolderFile.CLOCK_MARK);

  /** No secret of this folder is longer. */
  private static final long SECRET_MAX = 1 << 20;

  private static final DateTimeFormatter DATED =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  /** How a box starts on a folder. */
  public enum Start {
    /** With the journal that is there, or as a new box in an empty folder. */
    AS_EVER,
    /** As a new box, after {@link #setAside}. */
    ANEW
  }

  private final FolderLook seen;
  private final Start start;

  private DataFolder(FolderLook seen, Start start) {
    this.seen = seen;
    this.start = start;
  }

  /**
   * Looks at all that stands in {@code folder}, and changes nothing.
   *
   * @param start whether the box begins anew
   * @param latest no mark of time is later, epoch milliseconds
   * @throws JournalFailure when a box cannot start there, with what to do
   * @throws IllegalArgumentException when a key is damaged that devices rely on, with what to do
   */
  public static DataFolder look(Path folder, Start start, long latest) throws IOException {
    Map<FolderFile, Seen> found = new EnumMap<>(FolderFile.class);
    for (FolderFile file : FolderFile.values()) {
      Path path = folder.resolve(file.file());
      try {
        if (Files.exists(path)) {
          found.put(file, seen(file, path, latest));
        }
      } catch (NoSuchFileException e) {
        // Another box runs here, and has just taken it away. It says so at the lock.
        LOG.debug("{} went while it was looked at", path);
      }
    }
    FolderLook look = new FolderLook(folder, found);
    look.requireStartable(start);
    return new DataFolder(look, start);
  }

  private static Seen seen(FolderFile file, Path path, long latest) throws IOException {
    Kind kind =
        Files.isDirectory(path) ? Kind.FOLDER : Files.isRegularFile(path) ? Kind.FILE : Kind.SOCKET;
    boolean usable = Files.isReadable(path) && Files.isWritable(path);
    long octets = kind == Kind.FILE ? Files.size(path) : 0;
    Set<PosixFilePermission> mode = Files.getPosixFilePermissions(path);
    boolean open = kind == Kind.FILE && !OwnerOnly.FILE.containsAll(mode);
    Optional<String> damage =
        usable && kind == Kind.FILE && file.kind() == Kind.FILE
            ? damage(file, path, octets, latest)
            : Optional.empty();
    return new Seen(kind, octets, usable, Files.getOwner(path).getName(), open, damage);
  }

  private static Optional<String> damage(FolderFile file, Path path, long octets, long latest)
      throws IOException {
    if (SMALL.contains(file) && octets > SECRET_MAX) {
      return Optional.of("it has " + octets + " octets, which no file of that kind has");
    }
    return switch (file) {
      case ISSUER -> IssuerKeys.damage(path);
      case CREW_KEY -> text(path).flatMap(DataFolder::keyDamage);
      case ADMIN_TOKEN ->
          text(path)
              .flatMap(token ->
                  TOKEN.matcher(token).matches()
                      ? Optional.empty()
                      : Optional.of("it is empty, or no secret of one line"));
      case CLOCK_MARK -> ClockMark.damage(path, latest);
      default -> Optional.empty();
    };
  }

  private static Optional<String> text(Path path) throws IOException {
    return Optional.of(new String(Files.readAllBytes(path), StandardCharsets.ISO_8859_1).strip());
  }

  /** Never says what stands there. */
  private static Optional<String> keyDamage(String scalar) {
    if (scalar.isEmpty()) {
      return Optional.of("it is empty");
    }
    try {
      if (SCALAR.matcher(scalar).matches() && SigningKey.of(scalar).scalar().equals(scalar)) {
        return Optional.empty();
      }
    } catch (IllegalArgumentException e) {
      // Said below, without what stands there.
    }
    return Optional.of("it is no P-256 key");
  }

  /**
   * Puts aside what is damaged and is made again, closes what others may read, and names what is
   * missing. Only while the folder is locked.
   */
  public void makeGood() throws IOException {
    for (FolderFile file : seen.toPutAside()) {
      Path path = path(file);
      Path aside = path.resolveSibling(file.file() + ".damaged");
      Files.move(path, aside, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
      LOG.warn(
          "{} is damaged: {}. It holds {}; it was moved to {}, and a new one is made. {}",
          path,
          seen.damage(file),
          file.holds(),
          aside.getFileName(),
          file.anew());
    }
    for (FolderFile file : seen.toClose()) {
      Path path = path(file);
      if (Files.exists(path)) {
        Files.setPosixFilePermissions(path, OwnerOnly.FILE);
        LOG.warn(
            "{} could be read by other users of this machine, and is the owner's alone again. It"
                + " holds {}. If others have been on this machine, delete it while the box is"
                + " stopped. {}",
            path,
            file.holds(),
            file.anew());
      }
    }
    for (FolderFile file : seen.missing()) {
      LOG.warn(
          "{} is missing. It holds {}, and a new one is made. {}",
          path(file),
          file.holds(),
          file.anew());
    }
  }

  /**
   * The journal names no box yet.
   *
   * @throws JournalFailure when files stand beside it that only a box leaves: its facts are gone
   */
  public void requireFirstLife() {
    seen.requireFirstLife(start);
  }

  private Path path(FolderFile file) {
    return seen.folder().resolve(file.file());
  }

  /**
   * Moves what is of the box's former life into a folder of its own, below {@code folder}. Deletes
   * nothing; what is cut short is done by another call.
   *
   * @param now dates the folder
   * @return that folder; nothing when there was nothing to move
   * @throws JournalFailure when a box runs here
   */
  public static Optional<Path> setAside(Path folder, Instant now) throws IOException {
    try (LockedFolder _ = JournalFile.lock(folder)) {
      Path aside = null;
      for (FolderFile file : FolderFile.values()) {
        Path path = folder.resolve(file.file());
        if (file.ofOneLife() && Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
          if (aside == null) {
            aside = fresh(folder, now);
          }
          Files.move(path, aside.resolve(file.file()), StandardCopyOption.ATOMIC_MOVE);
        }
      }
      if (aside != null) {
        WholeFile.sync(aside);
        WholeFile.sync(folder);
      }
      return Optional.ofNullable(aside);
    }
  }

  private static Path fresh(Path folder, Instant now) throws IOException {
    String name = "before-" + DATED.format(now);
    Path aside = folder.resolve(name);
    for (int i = 2; Files.exists(aside); i++) {
      aside = folder.resolve(name + "-" + i);
    }
    WholeFile.privateFolder(aside);
    return aside;
  }

  /** A failure that {@link #setAside} mends. */
  public static boolean mends(JournalFailure failure) {
    return failure.exit() == Exit.DATA;
  }
}
