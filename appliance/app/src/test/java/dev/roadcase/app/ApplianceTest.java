package dev.roadcase.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.roadcase.app.TestSite.Answer;
import dev.roadcase.app.TestSite.TestTill;
import dev.roadcase.core.pack.Revocations;
import dev.roadcase.wire.pack.BadPack;
import dev.roadcase.wire.x509.KitFolder;
import dev.roadcase.wire.x509.NotTrusted;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A box over its starts and stops, and over its packs. */
class ApplianceTest {
  @TempDir private Path folder;
  private TestSite site;

  @BeforeEach
  void makeSite() throws Exception {
    site = new TestSite(folder);
  }

  @AfterEach
  void close() {
    site.close();
  }

  @Test
  void whatWasShownIsThereAfterAStop() throws Exception {
    TestTill till = site.start().till();
    String jws = till.sign(till.sale(TestSite.SHIRT));
    String receipt = till.sell(jws).body().path("receipt").asText();
    site.stop();
    site.start();
    assertEquals(200, site.get("/receipts/" + receipt).status());
    Answer again = till.sell(jws);
    assertEquals(200, again.status(), again.body()::toString);
    assertEquals(receipt, again.body().path("receipt").asText());
  }

  @Test
  void stockThatWasSoldStaysSoldOverAStart() throws Exception {
    TestTill till = site.start().till();
    for (int i = 0; i < 20; i++) {
      assertEquals(201, till.sell(till.sign(till.sale(TestSite.PRESSING))).status());
    }
    site.stop();
    site.start();
    assertEquals("sold-out", till.sell(till.sign(till.sale(TestSite.PRESSING))).problem());
  }

  @Test
  void aSaleAtThePriceOfAnOldPackIsToldTheNewOne() throws Exception {
    TestTill till = site.start().till();
    site.stop();
    site.writePack(2, 2700);
    site.start();
    Answer refused = till.sell(till.sign(till.sale(TestSite.SHIRT)));
    assertEquals(409, refused.status());
    assertEquals("price-superseded", refused.problem());
    assertEquals(2700, refused.body().path("prices").path(0).path("price").asLong());
    assertEquals(2, refused.body().path("pack").asLong());
    Answer unchanged = till.sell(till.sign(till.sale(TestSite.LEMONADE)));
    assertEquals(201, unchanged.status(), "what did not change is honoured");
  }

  @Test
  void anOlderPackChangesNothing() throws Exception {
    site.writePack(5, 2700);
    site.start();
    site.stop();
    site.writePack(4, 100);
    site.start();
    assertEquals(2700, site.get("/catalogue/items/SHIRT-M").body().path("price").asLong());
  }

  @Test
  void aPackThatIsNotWhatWasSignedStopsABoxThatHasNone() throws Exception {
    damage(2);
    BadPack bad = assertThrows(BadPack.class, site::start);
    assertTrue(String.valueOf(bad.getMessage()).length() > 20);
    site.writePack(3, 2800);
    site.start();
    assertEquals(2800, site.get("/catalogue/items/SHIRT-M").body().path("price").asLong());
  }

  @Test
  void aBoxThatHasAPackGoesOnSellingWhenTheNextOneIsDamaged() throws Exception {
    site.start();
    site.stop();
    damage(2);
    site.start();
    assertEquals(2500, site.get("/catalogue/items/SHIRT-M").body().path("price").asLong());
    String why = site.admin("GET", "/box", "").body().path("pack").path("nextRefused").asText();
    assertTrue(why.length() > 20, "the crew is told why: " + why);
    site.stop();
    site.writePack(3, 2800);
    site.start();
    assertEquals(2800, site.get("/catalogue/items/SHIRT-M").body().path("price").asLong());
  }

  private void damage(long version) throws Exception {
    site.writePack(version, 2700);
    byte[] pack = Files.readAllBytes(site.packFile());
    pack[pack.length / 2] ^= 1;
    Files.write(site.packFile(), pack);
  }

  @Test
  void aBoxWhoseKeysWereRevokedDoesNotStart() throws Exception {
    site.start().close();
    KitFolder kit = KitFolder.read(site.config().identity());
    Revocations revoked =
        Revocations.none(kit.fleet(), kit.show())
            .and(
                new Revocations.Revoked(
                    kit.kit(), kit.making().orElseThrow(), "01", "stolen in Ghent", Instant.now()),
                Instant.now());
    site.writePack(2, Optional.empty(), Optional.of(revoked));
    NotTrusted refused = assertThrows(NotTrusted.class, site::start);
    assertTrue(refused.getMessage().contains("stolen in Ghent"), refused.getMessage());
    assertTrue(refused.getMessage().contains("fleet renew"), refused.getMessage());
  }

  @Test
  void secretsAreForTheOwnerAlone() throws Exception {
    site.start();
    try (Stream<Path> files = Files.list(site.config().dataDir())) {
      for (Path file : files.toList()) {
        if (file.getFileName().toString().matches("issuer.json|crew.key|admin.token")) {
          assertEquals(
              "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        }
      }
    }
    assertEquals(
        "rwx------",
        PosixFilePermissions.toString(Files.getPosixFilePermissions(site.config().dataDir())));
  }

  @Test
  void twoCopiesAreAskedForInVainOnABoxThatStandsAlone() throws Exception {
    TestTill till = site.start().till();
    String jws = till.sign(till.sale(TestSite.LEMONADE));
    Answer waited = site.post("/sales?durable=2", till.token, TestSite.object("sale", jws));
    assertEquals(503, waited.status());
    assertEquals("not-yet-durable", waited.problem());
    assertEquals(200, till.sell(jws).status(), "it is in the books all the same");
  }

  @Test
  void theVisitorsPagesNeedNobodyElse() throws Exception {
    site.start();
    for (String path : new String[] {"/", "/screens/shop.css", "/screens/look.css", "/healthz"}) {
      Answer answer = site.send(site.http(path).GET());
      assertEquals(200, answer.status(), path);
      String text = new String(answer.raw().body(), java.nio.charset.StandardCharsets.UTF_8);
      assertTrue(!text.contains("http://") && !text.contains("https://"), path);
    }
    assertEquals(401, site.get("/crew").status());
    assertEquals(404, site.send(site.http("/crew").GET()).status());
  }

  @Test
  void aTicketOpensThePanelOnce() throws Exception {
    site.start();
    String ticket = site.admin("POST", "/crew-tickets", "").body().path("ticket").asText();
    Answer entered = site.enter(ticket);
    assertEquals(303, entered.status());
    String cookie = entered.raw().headers().firstValue("set-cookie").orElseThrow();
    assertTrue(cookie.contains("HTTPOnly") && cookie.contains("Secure"), cookie);
    assertTrue(cookie.contains("SameSite=Strict"), cookie);
    String value = cookie.substring(0, cookie.indexOf(';'));
    Answer panel = site.send(site.https("/crew").header("Cookie", value).GET());
    assertEquals(200, panel.status());
    assertTrue(new String(panel.raw().body()).contains("Safe to unplug?"));
    assertEquals(401, site.enter(ticket).status());
  }
}
