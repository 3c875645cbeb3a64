package dev.roadcase.app;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.roadcase.app.TestSite.TestTill;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A file of a box's own secrets that is damaged. What can be made again without loss is; the box
 * sells on. What devices rely on is named, with the mend.
 */
class DamagedSecretsTest {
  private static final List<byte[]> DAMAGES =
      List.of(new byte[0], new byte[] {'='}, new byte[32], new byte[] {'{', '}'}, new byte[70_000]);

  @TempDir private Path folder;
  private TestSite site;

  @AfterEach
  void close() {
    site.close();
  }

  @Test
  void theKeysOfTokensAreNamedAndTheMendWorks() throws Exception {
    site = new TestSite(folder).start();
    site.stop();
    Path file = file("issuer.json");
    byte[] whole = Files.readAllBytes(file);
    for (byte[] damaged : DAMAGES) {
      Files.write(file, damaged);
      IllegalArgumentException refused =
          assertThrows(IllegalArgumentException.class, () -> site.start());
      String said = String.valueOf(refused.getMessage());
      assertTrue(said.startsWith(file + " is damaged: "), said);
      assertTrue(said.contains("move it away and start the box again"), said);
      assertArrayEquals(damaged, Files.readAllBytes(file), "it was touched");
    }
    Files.delete(file);
    site.start();
    site.stop();
    Files.write(file, whole);
    site.start();
  }

  @Test
  void aCrewKeyIsMadeAnewAndTheBoxSellsOn() throws Exception {
    site = new TestSite(folder).start();
    TestTill till = site.till();
    site.stop();
    for (byte[] damaged : DAMAGES) {
      Files.write(file("crew.key"), damaged);
      site.start();
      assertEquals(201, till.sell(till.sign(till.sale(TestSite.LEMONADE))).status());
      String ticket = site.admin("POST", "/crew-tickets", "").body().path("ticket").asText();
      assertEquals(303, site.enter(ticket).status());
      site.stop();
      assertArrayEquals(damaged, Files.readAllBytes(file("crew.key.damaged")), "it is kept");
    }
    site.start();
  }

  @Test
  void aFileThatIsFarTooLargeIsNotReadIntoMemory() throws Exception {
    site = new TestSite(folder).start();
    site.stop();
    byte[] issuer = Files.readAllBytes(file("issuer.json"));
    lengthen(file("issuer.json"));
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> site.start());
    assertTrue(refused.getMessage().contains("2147483648 octets"), refused.getMessage());
    Files.write(file("issuer.json"), issuer);
    for (String name : List.of("crew.key", "admin.token", "clock.mark")) {
      lengthen(file(name));
    }
    site.start();
    assertEquals(1L << 31, Files.size(file("clock.mark.damaged")));
  }

  /** Of holes: it takes no room. */
  private static void lengthen(Path file) throws IOException {
    try (RandomAccessFile written = new RandomAccessFile(file.toFile(), "rw")) {
      written.setLength(1L << 31);
    }
  }

  @Test
  void anEmptyAdminTokenOpensNothing() throws Exception {
    site = new TestSite(folder).start();
    site.stop();
    for (byte[] damaged : DAMAGES) {
      Files.write(file("admin.token"), damaged);
      site.start();
      String token = Files.readString(file("admin.token")).strip();
      assertEquals(43, token.length());
      assertEquals(200, site.admin("GET", "/box", "").status());
      site.stop();
    }
    site.start();
  }

  @Test
  void aSecretThatOthersMayReadIsClosedAndAMissingOneIsMade() throws Exception {
    site = new TestSite(folder).start();
    site.stop();
    for (String name : List.of("crew.key", "issuer.json", "admin.token")) {
      byte[] before = Files.readAllBytes(file(name));
      Files.setPosixFilePermissions(file(name), PosixFilePermissions.fromString("rw-r--r--"));
      site.start();
      site.stop();
      assertEquals(
          "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file(name))));
      assertArrayEquals(before, Files.readAllBytes(file(name)), name);
      Files.delete(file(name));
      site.start();
      site.stop();
      assertTrue(Files.size(file(name)) > 0, name);
      assertFalse(Files.exists(file(name + ".damaged")), "nothing was damaged");
    }
    site.start();
  }

  private Path file(String name) {
    return folder.resolve("data").resolve(name);
  }
}
