package dev.roadcase.app.export;

import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * The books are not for everybody on the machine: 0600, in folders of 0700. A stick may not care.
 */
final class OwnersOnly {
  static final FileAttribute<Set<PosixFilePermission>> FILE = of("rw-------");
  static final FileAttribute<Set<PosixFilePermission>> FOLDER = of("rwx------");

  private OwnersOnly() {}

  private static FileAttribute<Set<PosixFilePermission>> of(String mode) {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode));
  }
}
