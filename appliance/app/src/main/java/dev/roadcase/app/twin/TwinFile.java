package dev.roadcase.app.twin;

import dev.roadcase.app.screens.ProductPage;
import dev.roadcase.app.screens.ScreenFiles;
import dev.roadcase.app.screens.ShopPage;
import dev.roadcase.app.screens.Sight;
import dev.roadcase.app.screens.ThemeSheet;
import dev.roadcase.app.shop.Goods;
import dev.roadcase.app.shop.View;
import dev.roadcase.app.status.Release;
import dev.roadcase.core.fact.Hash;
import dev.roadcase.core.pack.Picture;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Writes the shop as one file: beside its place, flushed, and renamed, so that there is always the
 * whole old shop or the whole new one, after a power cut too. A thousand pages cost two flushes,
 * which a till would otherwise wait behind. One that says the same as the present is not written:
 * flash wears.
 */
final class TwinFile {
  private final Path dataDir;
  private final Path folder;
  private final Path shop;
  private final Path unfinished;

  TwinFile(Path dataDir) {
    this.dataDir = dataDir;
    this.folder = TwinFiles.folder(dataDir);
    this.shop = TwinFiles.shop(dataDir);
    this.unfinished = shop.resolveSibling(shop.getFileName() + ".part");
  }

  /**
   * Brings the twin up to date. Answers whether it wrote anything.
   *
   * @param asOf of when the prices are, for people
   */
  boolean write(View view, String asOf) throws IOException {
    if (view.goods().isEmpty()) {
      return false;
    }
    String key = key(view);
    if (key.equals(keyOf(shop))) {
      return false;
    }
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder);
      flush(dataDir);
    }
    try (FileChannel file =
        FileChannel.open(
            unfinished,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ZipOutputStream zip =
          new ZipOutputStream(
              new BufferedOutputStream(Channels.newOutputStream(file), 1 << 16),
              StandardCharsets.UTF_8);
      fill(zip, view, asOf);
      add(zip, TwinFiles.KEY, key);
      zip.finish();
      zip.flush();
      file.force(true);
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(unfinished);
      throw e;
    }
    Files.move(unfinished, shop, StandardCopyOption.ATOMIC_MOVE);
    flush(folder);
    return true;
  }

  private static void fill(ZipOutputStream zip, View view, String asOf) throws IOException {
    Goods goods = view.goods().orElseThrow();
    int pages = ShopPage.pages(goods.products().size());
    for (int page = 1; page <= pages; page++) {
      add(zip, TwinFiles.page(page), ShopPage.page(view, Sight.twin(page, asOf)));
    }
    for (String product : goods.products().keySet()) {
      add(
          zip,
          TwinFiles.product(product),
          ProductPage.page(view, product, Sight.twin(1, asOf)).orElseThrow());
    }
    for (String name : ScreenFiles.names()) {
      add(zip, "screens/" + name, ScreenFiles.find(name).orElseThrow().bytes());
    }
    add(zip, "theme.css", ThemeSheet.of(goods.pack().looks().theme()).css());
    add(zip, TwinFiles.AWAY, ShopPage.away(view, asOf));
    add(zip, TwinFiles.TYPES, types(goods));
  }

  private static void add(ZipOutputStream zip, String name, String text) throws IOException {
    add(zip, name, text.getBytes(StandardCharsets.UTF_8));
  }

  /** As it is: the twin hands it on without a thought. */
  private static void add(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
    CRC32 crc = new CRC32();
    crc.update(bytes);
    ZipEntry entry = new ZipEntry(name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(bytes.length);
    entry.setCrc(crc.getValue());
    zip.putNextEntry(entry);
    zip.write(bytes);
    zip.closeEntry();
  }

  private static String types(Goods goods) {
    Map<String, String> types = new TreeMap<>();
    for (Picture picture : goods.pack().looks().pictures().values()) {
      picture.renditions().forEach(rendition -> types.put(rendition.id().hex(), rendition.type()));
    }
    return types.entrySet().stream()
        .map(type -> type.getKey() + " " + type.getValue() + "\n")
        .collect(Collectors.joining());
  }

  /** What the pages are made from: the pack, its prices as they are now, and this release. */
  private static String key(View view) {
    Goods goods = view.goods().orElseThrow();
    StringBuilder text = new StringBuilder();
    text.append(Release.VERSION).append(' ').append(view.mode()).append(' ');
    text.append(goods.pack().id()).append('\n');
    goods
        .items()
        .forEach(
            item -> text.append(item.sku()).append(' ').append(item.price().minor()).append('\n'));
    ScreenFiles.names().stream().sorted().forEach(name -> text.append(ScreenFiles.link(name)));
    return Hash.of(text.toString().getBytes(StandardCharsets.UTF_8)).value();
  }

  private static String keyOf(Path shop) {
    if (!Files.exists(shop)) {
      return "";
    }
    try (ZipFile zip = new ZipFile(shop.toFile())) {
      ZipEntry key = zip.getEntry(TwinFiles.KEY);
      return key == null
          ? ""
          : new String(zip.getInputStream(key).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    }
  }

  private static void flush(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
