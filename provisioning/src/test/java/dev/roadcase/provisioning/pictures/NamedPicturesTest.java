package dev.roadcase.provisioning.pictures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.roadcase.provisioning.pictures.NamedPictures.Meant;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A wrong picture is worse than none. Each file holds its own path, so no two are the same. */
class NamedPicturesTest {
  private static final String UPLOADS = "https://x.example/wp-content/uploads/";

  @TempDir Path photos;

  @ParameterizedTest(name = "{0}: {1} is {2}")
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "two folders | 2025/03/front.jpg 2026/05/front.jpg | uploads/2026/05/front.jpg | 2026/05/front.jpg",
        "two folders | 2025/03/front.jpg 2026/05/front.jpg | uploads/2025/03/front.jpg | 2025/03/front.jpg",
        "the folder above decides | 2025/05/front.jpg 2026/05/front.jpg | uploads/2026/05/front.jpg | 2026/05/front.jpg",
        "a folder of neither | red/front.jpg blue/front.jpg | uploads/2026/05/front.jpg | -",
        "no folder named | red/front.jpg blue/front.jpg | front.jpg | -",
        "one file, wherever | any/front.jpg | uploads/2026/05/front.jpg | any/front.jpg",
        "spelled exactly | Mug.jpg mug.jpg | mug.jpg | mug.jpg",
        "spelled otherwise | MUG.JPG | mug.jpg | MUG.JPG",
        "a smaller size named | tee.jpg | tee-300x300.jpg | tee.jpg",
        "a smaller size there | tee-1024x768.jpg | tee.jpg | tee-1024x768.jpg",
        "the largest of two | tee-300x300.jpg tee-1024x768.jpg | tee.jpg | tee-1024x768.jpg",
        "sizes of two shops | tee_1200x.jpg | tee-300x300.jpg | tee_1200x.jpg",
        "another kind | mug.jpg | mug.png | mug.jpg",
        "sizes in two folders | a/tee-300x300.jpg b/tee-1024x768.jpg | tee.jpg | -",
        "jpe is jpeg | mug.jpe | mug.jpe | mug.jpe",
      })
  void aNameMeansOneFileOrNone(String what, String files, String named, String file)
      throws Exception {
    for (String one : files.split(" ")) {
      write(one, one);
    }
    String name = named.startsWith("uploads/") ? UPLOADS + named.substring(8) : named;
    assertEquals(file == null ? "-" : file, found(name, name));
  }

  @Test
  void aFileOfAnothersNameIsNotTakenForOneThatIsNotThere() throws Exception {
    write("mug.jpg", "blue");
    assertEquals("-", found("https://x/mug.png", "https://x/mug.png", "https://x/mug.jpg"));
    assertEquals("mug.jpg", found("https://x/mug.jpg", "https://x/mug.png", "https://x/mug.jpg"));
    write("poster-50x70.jpg", "small");
    assertEquals("-", found("poster-100x70.jpg", "poster-100x70.jpg", "poster-50x70.jpg"));
    assertEquals("poster-50x70.jpg", found("poster-100x70.jpg", "poster-100x70.jpg"));
  }

  @Test
  void aFileBelongsToTheUrlWhoseFolderItHas() throws Exception {
    write("2025/03/front.jpg", "red");
    String red = UPLOADS + "2025/03/front.jpg";
    String blue = UPLOADS + "2026/05/front.jpg";
    assertEquals("2025/03/front.jpg", found(red, red, blue));
    assertEquals("-", found(blue, red, blue));
  }

  @Test
  void aFileWithoutAFolderBelongsToNeitherOfTwo() throws Exception {
    write("front.jpg", "which?");
    String red = UPLOADS + "2025/03/front.jpg";
    String blue = UPLOADS + "2026/05/front.jpg";
    assertEquals("-", found(red, red, blue));
    Meant meant = pictures(List.of(red, blue)).of(blue);
    assertTrue(meant instanceof Meant.Unclear(String why) && why.contains("2025/03, 2026/05"));
  }

  @Test
  void twoWaysToOneFolderAreOnePlace() throws Exception {
    write("tee.jpg", "tee");
    String one = "https://cdn.example/s/files/1/0001/files/tee.jpg?v=1";
    String other = "https://shop.example/cdn/shop/files/tee.jpg?v=2";
    assertEquals("tee.jpg", found(one, one, other));
    assertEquals("tee.jpg", found(other, one, other));
  }

  @Test
  void filesThatHoldTheSameAreOne() throws Exception {
    write("a/front.jpg", "same");
    write("b/front.jpg", "same");
    assertEquals("a/front.jpg", found("front.jpg", "front.jpg"));
  }

  private String found(String name, String... all) throws Exception {
    return pictures(Arrays.asList(all)).of(name) instanceof Meant.One(Path file, boolean alike)
        ? photos.toRealPath().relativize(file).toString()
        : "-";
  }

  private NamedPictures pictures(List<String> all) throws Exception {
    return new NamedPictures(ImageFolder.of(List.of(photos)), all);
  }

  private void write(String file, String content) throws Exception {
    Path path = photos.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, content);
  }
}
