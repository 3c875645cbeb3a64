package dev.roadcase.app.assets;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.roadcase.app.Pictures;
import dev.roadcase.app.TestSite;
import dev.roadcase.core.pack.AssetId;
import dev.roadcase.core.pack.Looks;
import dev.roadcase.core.pack.Pack;
import dev.roadcase.core.pack.Picture.Rendition;
import dev.roadcase.core.pack.Theme;
import dev.roadcase.wire.pack.BadPack;
import dev.roadcase.wire.pack.PackFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AssetStoreTest {
  @TempDir private Path folder;
  private TestSite site;
  private Pictures pictures;
  private AssetStore store;

  @BeforeEach
  void aPackWithTwoPictures() throws IOException {
    site = new TestSite(folder);
    pictures = new Pictures();
    pictures.add("shirt", 4_000, 90_000);
    pictures.add("press", 5_000);
    store = AssetStore.in(folder);
  }

  @Test
  void whatAPackBringsIsThereByItsHash() throws IOException {
    Pack pack = write(1);
    store.take(site.packFile(), pack);
    store.show(List.of(pack));
    assertEquals(3, store.shown().size());
    for (Rendition rendition : renditions(pack)) {
      AssetStore.Asset asset = store.find(rendition.id()).orElseThrow();
      assertEquals("image/jpeg", asset.type());
      assertArrayEquals(pictures.content(rendition.id()), Files.readAllBytes(asset.file()));
    }
    assertTrue(store.find(new AssetId("00".repeat(32))).isEmpty());
  }

  @Test
  void whatIsThereIsNotWrittenAgain() throws IOException {
    Pack pack = write(1);
    store.take(site.packFile(), pack);
    store.show(List.of(pack));
    Path file = store.shown().iterator().next().file();
    Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000));
    pictures.add("tote", 700);
    Pack next = write(2);
    store.take(site.packFile(), next);
    assertEquals(FileTime.fromMillis(1_000_000), Files.getLastModifiedTime(file));
    assertEquals(4, files());
  }

  @Test
  void whatNeitherOfTwoPacksNeedsIsDeleted() throws IOException {
    Pack first = write(1);
    store.take(site.packFile(), first);
    pictures = new Pictures();
    pictures.add("tote", 700);
    Pack second = write(2);
    store.take(site.packFile(), second);
    store.show(List.of(second, first));
    store.sweep();
    assertEquals(4, files(), "a visitor may have the page before open");
    pictures = new Pictures();
    pictures.add("cap", 800);
    Pack third = write(3);
    store.take(site.packFile(), third);
    store.show(List.of(third, second));
    store.sweep();
    assertEquals(2, files());
    assertTrue(store.find(renditions(first).getFirst().id()).isEmpty());
  }

  @Test
  void whatAKillLeftBehindIsSweptAndTakenAgain() throws IOException {
    Pack pack = write(1);
    AssetId id = renditions(pack).getFirst().id();
    Path shelf = Files.createDirectories(folder.resolve("assets/" + id.hex().substring(0, 2)));
    Files.write(shelf.resolve(id.hex() + ".part"), new byte[100]);
    // Not by its right size: of a time before files were flushed, or of a disk that forgets.
    Files.write(shelf.resolve(id.hex()), new byte[100]);
    store.take(site.packFile(), pack);
    store.show(List.of(pack));
    store.sweep();
    assertEquals(3, files());
    assertArrayEquals(pictures.content(id), Files.readAllBytes(shelf.resolve(id.hex())));
  }

  @Test
  void whatIsMissingIsCountedAlsoWhenItIsNotWhole() throws IOException {
    Pack pack = write(1);
    store.show(List.of(pack));
    assertEquals(3, store.missing());
    store.take(site.packFile(), pack);
    assertEquals(0, store.missing());
    Files.write(store.shown().iterator().next().file(), new byte[10]);
    assertEquals(1, store.missing());
  }

  @Test
  void aPackThatDoesNotFitIsRefusedBeforeAnythingIsWritten() throws IOException {
    Pack pack = write(1);
    AssetStore full = new AssetStore(folder.resolve("assets"), _ -> AssetStore.LEAVE_FREE + 98_000);
    NoRoom refused = assertThrows(NoRoom.class, () -> full.take(site.packFile(), pack));
    assertTrue(
        String.valueOf(refused.getMessage())
            .contains("Free space on the disk that holds data_dir"));
    assertEquals(0, files());
    new AssetStore(folder.resolve("assets"), _ -> AssetStore.LEAVE_FREE + 99_001)
        .take(site.packFile(), pack);
    // What is there already needs no room.
    full.take(site.packFile(), pack);
  }

  @Test
  void aDamagedPictureIsNeverFoundUnderItsName() throws IOException {
    Pack pack = write(1);
    byte[] bytes = Files.readAllBytes(site.packFile());
    bytes[bytes.length - 10] ^= 1;
    Files.write(site.packFile(), bytes);
    assertThrows(BadPack.class, () -> store.take(site.packFile(), pack));
    for (Path file : list()) {
      AssetId id = new AssetId(file.getFileName().toString());
      assertEquals(id, Pictures.hash(Files.readAllBytes(file)));
    }
    assertFalse(list().stream().anyMatch(file -> file.toString().endsWith(".part")));
  }

  private Pack write(long version) throws IOException {
    site.writePack(
        version,
        List.of(TestSite.item(TestSite.SHIRT, "Shirt", 2500)),
        new Looks(Theme.plain("Saturday"), pictures.all()),
        pictures);
    return PackFile.open(PackFile.head(site.packFile())).pack();
  }

  private static List<Rendition> renditions(Pack pack) {
    return pack.looks().pictures().values().stream()
        .flatMap(picture -> picture.renditions().stream())
        .toList();
  }

  private int files() throws IOException {
    return list().size();
  }

  private List<Path> list() throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("assets"))) {
      return files.filter(Files::isRegularFile).toList();
    }
  }
}
