package dev.roadcase.wire.file;

import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** What nobody but its owner may look into: files of 0600, folders of 0700. */
public final class OwnerOnly {
  public static final Set<PosixFilePermission> FILE =
      Set.copyOf(PosixFilePermissions.fromString("rw-------"));
  public static final Set<PosixFilePermission> FOLDER =
      Set.copyOf(PosixFilePermissions.fromString("rwx------"));

  /** With which a file is made; the umask takes bits away, and adds none. */
  public static final FileAttribute<Set<PosixFilePermission>> NEW_FILE =
      PosixFilePermissions.asFileAttribute(FILE);

  /** With which a folder is made. */
  public static final FileAttribute<Set<PosixFilePermission>> NEW_FOLDER =
      PosixFilePermissions.asFileAttribute(FOLDER);

  private OwnerOnly() {}
}
