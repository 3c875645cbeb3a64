package dev.roadcase.app.twin;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * The shop's file, open. The box may put another in its place at any moment: it is noticed at the
 * next request, and who is in the middle of the old one reads it to its end.
 */
final class TwinCopy {
  private final Path file;
  private @Nullable Shop newest;

  TwinCopy(Path file) {
    this.file = file;
  }

  /** What a request does with the shop. */
  interface Visit {
    boolean with(Shop shop) throws IOException;
  }

  /** As {@code visit} answers; false when there is no shop. */
  boolean visit(Visit visit) throws IOException {
    Optional<Shop> shop = enter();
    if (shop.isEmpty()) {
      return false;
    }
    try {
      return visit.with(shop.get());
    } finally {
      leave(shop.get());
    }
  }

  /** None yet, or one that a failing disk made unreadable: the box writes another. */
  private Optional<Shop> enter() throws IOException {
    try {
      return Files.exists(file) ? Optional.of(newest()) : Optional.empty();
    } catch (ZipException e) {
      System.err.println("roadcase box twin: " + file + " cannot be read: " + e.getMessage());
      return Optional.empty();
    }
  }

  private synchronized Shop newest() throws IOException {
    BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
    String stamp = now.fileKey() + " " + now.lastModifiedTime() + " " + now.size();
    Shop shop = newest;
    if (shop == null || !shop.stamp.equals(stamp)) {
      Shop fresh = new Shop(stamp, new ZipFile(file.toFile()));
      if (shop != null) {
        shop.replaced = true;
        closeIfUnused(shop);
      }
      newest = shop = fresh;
    }
    shop.visitors++;
    return shop;
  }

  private synchronized void leave(Shop shop) throws IOException {
    shop.visitors--;
    closeIfUnused(shop);
  }

  private static void closeIfUnused(Shop shop) throws IOException {
    if (shop.replaced && shop.visitors == 0) {
      shop.zip.close();
    }
  }

  /** One generation of it. */
  static final class Shop {
    private final String stamp;
    private final ZipFile zip;
    private final Map<String, String> types = new HashMap<>();
    private boolean replaced;
    private int visitors;

    private Shop(String stamp, ZipFile zip) throws IOException {
      this.stamp = stamp;
      this.zip = zip;
      ZipEntry all = zip.getEntry(TwinFiles.TYPES);
      if (all == null) {
        return;
      }
      // Read once: a pack of a thousand pictures is a hundred kilobytes.
      String text = new String(zip.getInputStream(all).readAllBytes(), StandardCharsets.UTF_8);
      for (String line : text.lines().toList()) {
        int space = line.indexOf(' ');
        if (space > 0) {
          types.put(line.substring(0, space), line.substring(space + 1));
        }
      }
    }

    Optional<ZipEntry> page(String name) {
      return Optional.ofNullable(zip.getEntry(name));
    }

    InputStream open(ZipEntry page) throws IOException {
      return zip.getInputStream(page);
    }

    /** Media type of a picture by its hash; none when it is no picture of this shop. */
    Optional<String> typeOf(String hash) {
      return Optional.ofNullable(types.get(hash));
    }
  }
}
