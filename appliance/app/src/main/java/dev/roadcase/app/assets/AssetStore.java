package dev.roadcase.app.assets;

import dev.roadcase.app.disk.DiskSpace;
import dev.roadcase.core.pack.AssetId;
import dev.roadcase.core.pack.Pack;
import dev.roadcase.core.pack.Picture.Rendition;
import dev.roadcase.wire.pack.AssetSink;
import dev.roadcase.wire.pack.PackFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files by the SHA-256 of their content: {@code assets/ab/abcd…}. One is written beside its place,
 * flushed, and renamed, so that under its own name it is always whole; the folder is flushed before
 * {@link #take} returns. What a kill in the middle leaves behind, {@link #sweep} removes.
 *
 * <p>Packs are taken by one thread at a time; {@link #find} may be called by any.
 */
public final class AssetStore {
  /** Left free for the journal when a pack is taken, octets. */
  static final long LEAVE_FREE = 64L << 20;

  private static final Logger LOG = LoggerFactory.getLogger(AssetStore.class);
  private static final String UNFINISHED = ".part";
  private static final int CHUNK = 1 << 16;

  /**
   * A file that the packs that count refer to.
   *
   * @param type media type, as the pack says
   * @param size octets
   */
  public record Asset(AssetId id, String type, long size, Path file) {}

  private final Path folder;
  private final ToLongFunction<Path> free;
  private volatile Map<AssetId, Asset> shown = Map.of();
  private volatile List<Asset> all = List.of();

  AssetStore(Path folder, ToLongFunction<Path> free) {
    this.folder = folder;
    this.free = free;
  }

  /** The store under {@code dataDir}; makes its folder. */
  public static AssetStore in(Path dataDir) throws IOException {
    Path folder = dataDir.resolve("assets");
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder);
      flushFolder(dataDir);
    }
    return new AssetStore(folder, AssetStore::usableSpace);
  }

  /** The files of these packs, and of no other, can be found from here on. */
  public void show(Collection<Pack> packs) {
    Map<AssetId, Asset> assets = new HashMap<>();
    for (Pack pack : packs) {
      for (Rendition rendition : renditions(pack)) {
        assets.put(
            rendition.id(),
            new Asset(rendition.id(), rendition.type(), rendition.size(), place(rendition.id())));
      }
    }
    shown = Map.copyOf(assets);
    all = List.copyOf(assets.values());
  }

  public Optional<Asset> find(AssetId id) {
    return Optional.ofNullable(shown.get(id));
  }

  /** All that can be found: the same list until {@link #show} is called again. */
  public Collection<Asset> shown() {
    return all;
  }

  /** How many of those that are {@link #show shown} are not on the disk, or not whole. */
  public long missing() {
    return all.stream().filter(asset -> !isThere(asset.id(), asset.size())).count();
  }

  /**
   * Asks ahead whether the files of {@code pack} fit.
   *
   * @throws NoRoom when they do not; nothing was written
   */
  public void requireRoom(Pack pack) throws NoRoom {
    long needed = 0;
    Set<AssetId> counted = new HashSet<>();
    for (Rendition rendition : renditions(pack)) {
      if (counted.add(rendition.id()) && !isThere(rendition)) {
        needed += rendition.size();
      }
    }
    long room = free.applyAsLong(folder) - LEAVE_FREE;
    if (needed > 0 && needed > room) {
      throw new NoRoom(needed, room);
    }
  }

  /**
   * Takes the files of {@code pack} that are not here yet out of its file. When this returns they
   * survive a power cut.
   *
   * @throws NoRoom when they do not fit; nothing was written
   * @throws dev.roadcase.wire.pack.BadPack when one is not what its hash says, or is missing
   */
  public void take(Path file, Pack pack) throws IOException {
    requireRoom(pack);
    Map<AssetId, Rendition> wanted = new HashMap<>();
    for (Rendition rendition : renditions(pack)) {
      if (!isThere(rendition)) {
        wanted.put(rendition.id(), rendition);
      }
    }
    if (wanted.isEmpty()) {
      return;
    }
    Set<Path> touched = new HashSet<>();
    PackFile.assets(
        file,
        new AssetSink() {
          @Override
          public boolean wanted(AssetId id) {
            return wanted.containsKey(id);
          }

          @Override
          public void take(AssetId id, String type, long size, InputStream content)
              throws IOException {
            write(id, content);
            touched.add(parentOf(place(id)));
            wanted.remove(id);
          }
        });
    if (!wanted.isEmpty()) {
      throw new IOException(
          file + " lacks the picture " + wanted.keySet().iterator().next() + ": build it again");
    }
    for (Path each : touched) {
      flushFolder(each);
    }
    flushFolder(folder);
  }

  /** Deletes every file that is not {@link #show shown}, and what a kill left half written. */
  public void sweep() {
    Set<Path> keep = new HashSet<>();
    shown.values().forEach(asset -> keep.add(asset.file()));
    try (Stream<Path> files = Files.walk(folder, 2)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (!keep.contains(file)) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException | java.io.UncheckedIOException e) {
      // Room that is not given back is no reason to stop selling; the next pack tries again.
      LOG.warn("old pictures could not be deleted: {}", e.toString());
    }
  }

  private void write(AssetId id, InputStream content) throws IOException {
    Path place = place(id);
    Path unfinished = place.resolveSibling(id.hex() + UNFINISHED);
    Files.createDirectories(parentOf(place));
    try (FileChannel out =
        FileChannel.open(
            unfinished,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      byte[] chunk = new byte[CHUNK];
      for (int n = content.read(chunk); n >= 0; n = content.read(chunk)) {
        ByteBuffer bytes = ByteBuffer.wrap(chunk, 0, n);
        while (bytes.hasRemaining()) {
          out.write(bytes);
        }
      }
      out.force(true);
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(unfinished);
      throw e;
    }
    Files.move(unfinished, place, StandardCopyOption.ATOMIC_MOVE);
  }

  private boolean isThere(Rendition rendition) {
    return isThere(rendition.id(), rendition.size());
  }

  private boolean isThere(AssetId id, long size) {
    try {
      return Files.size(place(id)) == size;
    } catch (IOException e) {
      return false;
    }
  }

  private Path place(AssetId id) {
    return folder.resolve(id.hex().substring(0, 2)).resolve(id.hex());
  }

  private static Path parentOf(Path file) {
    return java.util.Objects.requireNonNull(file.getParent(), "a file of the store has a folder");
  }

  private static void flushFolder(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static List<Rendition> renditions(Pack pack) {
    return pack.looks().pictures().values().stream()
        .flatMap(picture -> picture.renditions().stream())
        .toList();
  }

  private static long usableSpace(Path folder) {
    try {
      return DiskSpace.usable(folder);
    } catch (IOException e) {
      // Then it is tried: a disk that is full says so when it is written to.
      return Long.MAX_VALUE;
    }
  }
}
