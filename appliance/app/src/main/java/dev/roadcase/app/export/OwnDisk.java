package dev.roadcase.app.export;

import dev.roadcase.app.config.BoxConfig.DiskRoom;
import dev.roadcase.app.disk.DiskSize;
import dev.roadcase.app.disk.DiskSpace;
import dev.roadcase.app.disk.FolderDisk;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * The disk that the box itself lives on. Its last megabytes are for refunds, revocations and the
 * stop; an export onto it leaves them alone, or does not happen.
 */
public final class OwnDisk {
  /** How many octets are written between two looks. */
  static final int LOOK_EVERY = 1 << 20;

  private final Path dataDir;
  private final DiskRoom room;
  private final ToLongFunction<Path> free;
  private final int lookEvery;

  OwnDisk(Path dataDir, DiskRoom room, ToLongFunction<Path> free, int lookEvery) {
    this.lookEvery = lookEvery;
    this.dataDir = dataDir;
    this.room = room;
    this.free = free;
  }

  /**
   * The disk under {@code dataDir}.
   *
   * @param room what the box wants to stay free on it
   */
  public static OwnDisk under(Path dataDir, DiskRoom room) {
    return new OwnDisk(dataDir, room, OwnDisk::usable, LOOK_EVERY);
  }

  Path dataDir() {
    return dataDir;
  }

  /**
   * Asks ahead.
   *
   * @param onto a file or folder on the disk that is written to
   * @param wanted octets that are about to be written, as far as one can tell
   * @throws Export.Cannot when that would take the room that the box needs; nothing was written
   */
  void require(Path onto, long wanted) throws IOException {
    if (!holds(onto)) {
      return;
    }
    // An eighth more, as the box itself wants before it sells again: it must not flicker.
    long stays = floor() + room.lowWater() / 8;
    long usable = free.applyAsLong(onto);
    if (usable - wanted < stays) {
      throw new Export.Cannot(
          73,
          "%s is on the box's own disk, whose last room is for refunds and the stop: %s are free,"
                  .formatted(onto, DiskSize.words(usable))
              + " the export takes about %s, and %s have to stay free."
                  .formatted(DiskSize.atLeast(wanted), DiskSize.atLeast(stays))
              + " Name a stick's folder, such as --to /media/usb. Nothing was written.");
    }
  }

  /** Looks on while {@code out} is written; the box, or somebody else, may be writing as well. */
  OutputStream watched(Optional<Path> onto, OutputStream out) throws IOException {
    return onto.isPresent() && holds(onto.get()) ? new Watched(onto.get(), out) : out;
  }

  /** Where standard output goes, if that is a file. */
  static Optional<Path> standardOutput() {
    try {
      Path file = Path.of("/proc/self/fd/1").toRealPath();
      return Files.isRegularFile(file) ? Optional.of(file) : Optional.empty();
    } catch (IOException e) {
      // A pipe, a terminal, or no Linux.
      return Optional.empty();
    }
  }

  /** Whether {@code onto} lies on this disk. */
  boolean holds(Path onto) throws IOException {
    return DiskSpace.same(onto, dataDir);
  }

  /** What has to stay free: the low-water mark, and what is missing of the reserve. */
  private long floor() {
    long missing = room.reserve() - new FolderDisk(dataDir, room.reserve()).reserved();
    return room.lowWater() + missing;
  }

  private static long usable(Path folder) {
    try {
      return DiskSpace.usable(folder);
    } catch (IOException e) {
      return 0;
    }
  }

  private final class Watched extends FilterOutputStream {
    private final Path onto;
    private long sinceLook;

    Watched(Path onto, OutputStream out) {
      super(out);
      this.onto = onto;
    }

    @Override
    public void write(int octet) throws IOException {
      look(1);
      out.write(octet);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      look(length);
      out.write(bytes, from, length);
    }

    private void look(int length) {
      sinceLook += length;
      if (sinceLook < lookEvery) {
        return;
      }
      sinceLook = 0;
      long usable = free.applyAsLong(onto);
      if (usable < floor()) {
        throw new Export.Cannot(
            73,
            "stopped before it was whole: %s is on the box's own disk, and only %s are free there. Name a stick's folder, such as --to /media/usb."
                .formatted(onto, DiskSize.words(usable)));
      }
    }
  }
}
