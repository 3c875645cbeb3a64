package dev.roadcase.tests.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The power goes while a pack comes in: its pictures, and the pages of the twin. */
@NeedsPowerCuts
class ShopPowerCutTest {
  /** Short: a socket's name in it must not be long. */
  @TempDir private Path folder;

  private final Random chance = new Random(7);
  private Site site;
  private ForgetfulDisk disk;
  private int port;
  private BoxProcess box;

  @AfterEach
  void end() throws Exception {
    if (box != null) {
      box.kill();
    }
  }

  /** One death: where, and what the disk makes of it. */
  private record Death(
      String beforeSyncOf, boolean ofThePicture, ForgetfulDisk.Names names, ForgetfulDisk.Cut cut) {
    static List<Death> all(String... beforeSyncOf) {
      List<Death> all = new java.util.ArrayList<>();
      int i = 0;
      for (String where : beforeSyncOf) {
        for (ForgetfulDisk.Cut cut : ForgetfulDisk.Cut.values()) {
          ForgetfulDisk.Names names = ForgetfulDisk.Names.values()[i++ % 3 % 2];
          all.add(new Death(where, where.equals("PICTURE"), names, cut));
        }
      }
      return all;
    }
  }

  @Test
  void aPictureThatIsServedIsWholeAfterAPowerCut() throws Exception {
    aSite();
    Edition edition = null;
    int number = 0;
    for (Death death : Death.all("PICTURE", "")) {
      Edition before = edition;
      edition = Edition.write(site, ++number, chance);
      String where = death.ofThePicture() ? edition.anyUnfinished(chance) : death.beforeSyncOf();
      die(death, config(true), where, this::theBoxIsUp);
      box = BoxProcess.start(config(false), disk.environment(ForgetfulDisk.Names.LATE));
      assertWhole(edition, false);
      if (before != null) {
        assertWhole(before, false);
      }
      box.kill();
    }
    box = BoxProcess.start(config(true), disk.environment(ForgetfulDisk.Names.LATE));
    assertWhole(edition, true);
  }

  @Test
  void theTwinShowsTheOldPagesOrTheNewOnesAfterAPowerCut() throws Exception {
    aSite();
    Edition.write(site, 1, chance);
    box = BoxProcess.start(config(true), disk.environment(ForgetfulDisk.Names.LATE));
    Market.until("the first pages are flushed", this::pagesAreFlushed);
    box.kill();
    int shown = 1;
    int number = 1;
    for (Death death : Death.all("static/shop.zip.part", "static", "")) {
      int old = shown;
      Edition.write(site, ++number, chance);
      die(death, config(true), death.beforeSyncOf(), this::pagesAreFlushed);
      shown = editionAtTheTwinsDoor(death);
      assertTrue(shown == old || shown == number, shown + " was shown after " + death);
    }
  }

  private void aSite() throws Exception {
    site = new Site(Files.createDirectories(folder.resolve("s")).toRealPath());
    disk = ForgetfulDisk.in(site.folder.resolve("disk"));
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      port = free.getLocalPort();
    }
  }

  /** The box's; a box that is to mend nothing has no pack in it. */
  private Path config(boolean pack) throws Exception {
    Path config = site.config(pack ? "box" : "bare", "kit-1", disk.data(), "127.0.0.1:0");
    String text =
        Files.readString(config)
            .replace("http = \"127.0.0.1:0\"", "http = \"127.0.0.1:" + port + "\"");
    return Files.writeString(config, pack ? text : text.replaceAll("(?m)^pack = .*$", ""));
  }

  private interface Come {
    boolean soFar();
  }

  /** Starts a box with the newest pack, lets it come so far or die on the way, and cuts. */
  private void die(Death death, Path config, String where, Come come) throws Exception {
    disk.forgetLog();
    if (!where.isEmpty()) {
      disk.tell("kill-before-sync " + where);
    }
    box = BoxProcess.launch(config, disk.environment(death.names()));
    Market.until("the box died or did it all", () -> !box.alive() || come.soFar());
    box.kill();
    disk.cut(death.cut(), chance);
  }

  private void assertWhole(Edition edition, boolean counts) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      for (String picture : edition.pictures()) {
        HttpResponse<byte[]> answer =
            client.send(
                HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + port + "/assets/" + picture))
                    .build(),
                HttpResponse.BodyHandlers.ofByteArray());
        if (counts || answer.statusCode() != 404) {
          assertEquals(200, answer.statusCode(), picture);
          assertEquals(picture, Edition.hash(answer.body()).hex(), "a torn picture was served");
        }
      }
    }
  }

  /** Which edition's pages a visitor sees, all of them the same and all of them whole. */
  private int editionAtTheTwinsDoor(Death death) throws Exception {
    try (TwinProcess _ = new TwinProcess(config(true))) {
      Market.until("the twin is at the door", this::someoneAnswers);
      int shown = 0;
      for (String path : List.of("/", "/products/lemonade", "/products/last-300", "/pages/2")) {
        String page = TwinProcess.get(port, path);
        assertTrue(
            page.startsWith("HTTP/1.1 200") && page.strip().endsWith("</html>"),
            () -> "neither the old page nor the new one at " + path + " after " + death);
        int edition = Edition.shownIn(page);
        assertTrue(shown == 0 || shown == edition, () -> "two editions at once after " + death);
        shown = edition;
      }
      return shown;
    }
  }

  private boolean theBoxIsUp() {
    return box.said().stream().anyMatch(line -> line.startsWith("  local "));
  }

  private boolean pagesAreFlushed() {
    try {
      return disk.log().contains("names static");
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private boolean someoneAnswers() {
    try {
      return TwinProcess.get(port, "/").startsWith("HTTP/1.1 ");
    } catch (java.io.IOException e) {
      return false;
    }
  }
}
