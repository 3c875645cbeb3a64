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
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes the shop as files, a generation at a time. A generation is complete before the link {@code
 * current} turns to it, and one that says the same as the present is not written: flash wears.
 *
 * <p>Nothing here is flushed. Should a power cut tear a generation, the box that starts after it
 * finds the key missing or different, and writes another.
 */
final class TwinTree {
  private final Path folder;
  private final Path current;

  TwinTree(Path dataDir) {
    this.folder = TwinFiles.folder(dataDir);
    this.current = TwinFiles.current(dataDir);
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
    if (key.equals(keyOf(current))) {
      return false;
    }
    Files.createDirectories(folder);
    long number = last() + 1;
    Path fresh = folder.resolve("%06d".formatted(number));
    try {
      fill(fresh, view, asOf);
      Files.writeString(fresh.resolve(TwinFiles.KEY), key);
      turnTo(fresh);
    } catch (IOException | RuntimeException e) {
      delete(fresh);
      throw e;
    }
    // Somebody may be reading the one before: it goes with the next.
    for (Path old : generations()) {
      if (number(old) < number - 1) {
        delete(old);
      }
    }
    return true;
  }

  private static void fill(Path fresh, View view, String asOf) throws IOException {
    Goods goods = view.goods().orElseThrow();
    for (String part : List.of("pages", "products", "screens")) {
      Files.createDirectories(fresh.resolve(part));
    }
    int pages = ShopPage.pages(goods.products().size());
    for (int page = 1; page <= pages; page++) {
      Files.write(fresh.resolve(TwinFiles.page(page)), ShopPage.page(view, Sight.twin(page, asOf)));
    }
    for (String product : goods.products().keySet()) {
      Files.write(
          fresh.resolve(TwinFiles.product(product)),
          ProductPage.page(view, product, Sight.twin(1, asOf)).orElseThrow());
    }
    for (String name : ScreenFiles.names()) {
      Files.write(
          fresh.resolve("screens").resolve(name), ScreenFiles.find(name).orElseThrow().bytes());
    }
    Files.write(fresh.resolve("theme.css"), ThemeSheet.of(goods.pack().looks().theme()).css());
    Files.write(fresh.resolve(TwinFiles.AWAY), ShopPage.away(view, asOf));
    Files.writeString(fresh.resolve(TwinFiles.TYPES), types(goods));
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

  private static String keyOf(Path generation) {
    try {
      return Files.readString(generation.resolve(TwinFiles.KEY));
    } catch (IOException e) {
      return "";
    }
  }

  private void turnTo(Path fresh) throws IOException {
    Path link = folder.resolve("next");
    Files.deleteIfExists(link);
    Files.createSymbolicLink(link, fresh.getFileName());
    Files.move(link, current, StandardCopyOption.ATOMIC_MOVE);
  }

  private long last() throws IOException {
    return generations().stream().mapToLong(TwinTree::number).max().orElse(0);
  }

  private List<Path> generations() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(path -> path.getFileName().toString().matches("\\d{6,18}")).toList();
    }
  }

  private static long number(Path generation) {
    return Long.parseLong(generation.getFileName().toString());
  }

  private static void delete(Path generation) throws IOException {
    if (!Files.exists(generation)) {
      return;
    }
    Files.walkFileTree(
        generation,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(
              Path folder, @org.jspecify.annotations.Nullable IOException e) throws IOException {
            Files.delete(folder);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
