package dev.roadcase.tests.attack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.roadcase.core.pack.Item;
import dev.roadcase.core.pack.Picture;
import dev.roadcase.core.pack.Sku;
import dev.roadcase.provisioning.catalogue.Imported;
import dev.roadcase.provisioning.catalogue.Terms;
import dev.roadcase.provisioning.pack.Export;
import dev.roadcase.provisioning.pictures.Gallery;
import dev.roadcase.provisioning.pictures.GalleryBuild;
import dev.roadcase.provisioning.sheet.Sheet;
import java.awt.image.BufferedImage;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Nothing is sold that another shop's export did not mean, and nothing by another thing's picture.
 */
class ForeignExportTest {
  private static final int RED = 0xC81E1E;
  private static final int BLUE = 0x1E1EC8;

  @TempDir Path home;

  @Test
  void anotherShopsExportIsNotTakenForAPlainList() {
    Imported read =
        read(
            """
            TITLE,PRICE,CURRENCY_CODE,QUANTITY,MATERIALS,IMAGE1,SKU
            Bowl,25.00,USD,3,clay,,BOWL
            Cup,18.00,USD,12,clay,,"CUP-R,CUP-B"
            """);
    assertEquals(List.of(), read.items(), "sold as if it were a plain list");
    assertTrue(read.problems().getFirst().reason().contains("Etsy's export"), read.toString());
  }

  @Test
  void columnsThatDecideOverAPriceAreNotPassedOver() {
    Imported read = read("sku,title,price,sale price,visible\nBOWL,Bowl,25.00,19.00,no\n");
    assertEquals(List.of(), read.items(), "sold without its sale price");
    assertTrue(read.problems().getFirst().reason().contains("sale price, visible"));
  }

  @Test
  void aPictureIsNotTakenByTheLastPartOfItsNameAlone() throws Exception {
    paint("photos/2025/03/front.jpg", RED);
    paint("photos/2026/05/front.jpg", BLUE);
    Imported read =
        read(
            """
            sku,title,price,images
            R,Red mug,10.00,https://x.example/uploads/2025/03/front.jpg
            B,Blue mug,10.00,https://x.example/uploads/2026/05/front.jpg
            """);
    Gallery gallery =
        new GalleryBuild(
                "harvest", List.of(home.resolve("photos")), home.resolve("cache"), (done, of) -> {})
            .of(read.items(), read.shots(), Optional.empty());
    assertTrue(near(RED, colour(gallery, "R")), "the red mug does not show its own picture");
    assertTrue(near(BLUE, colour(gallery, "B")), "the blue mug does not show its own picture");
  }

  private static Imported read(String csv) {
    return Export.readAny(
        Sheet.read(csv.getBytes(StandardCharsets.UTF_8), Optional.empty()),
        Terms.of(Currency.getInstance("EUR"), Set.of(), LocalDate.parse("2026-06-01")));
  }

  private void paint(String name, int colour) throws Exception {
    Path file = home.resolve(name);
    Files.createDirectories(file.getParent());
    BufferedImage image = new BufferedImage(60, 40, BufferedImage.TYPE_INT_RGB);
    for (int x = 0; x < 60; x++) {
      for (int y = 0; y < 40; y++) {
        image.setRGB(x, y, colour);
      }
    }
    ImageIO.write(image, "jpg", file.toFile());
  }

  private static int colour(Gallery gallery, String sku) throws Exception {
    Item item =
        gallery.items().stream()
            .filter(i -> i.sku().equals(new Sku(sku)))
            .findFirst()
            .orElseThrow();
    if (item.pictures().isEmpty()) {
      return 0;
    }
    Picture picture = gallery.looks().orElseThrow().pictures().get(item.pictures().getFirst());
    try (InputStream in = gallery.assets().open(picture.largest().id())) {
      return ImageIO.read(in).getRGB(30, 20);
    }
  }

  private static boolean near(int expected, int seen) {
    int far = 0;
    for (int shift = 0; shift <= 16; shift += 8) {
      far = Math.max(far, Math.abs((expected >> shift & 0xFF) - (seen >> shift & 0xFF)));
    }
    return far < 12;
  }
}
