package dev.roadcase.provisioning;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadcase.core.identity.KitId;
import dev.roadcase.core.identity.Making;
import dev.roadcase.core.pack.Pack;
import dev.roadcase.provisioning.demo.DemoPack;
import dev.roadcase.wire.json.Json;
import dev.roadcase.wire.pack.PackFile;
import dev.roadcase.wire.x509.FleetRoot;
import dev.roadcase.wire.x509.KitFolder;
import dev.roadcase.wire.x509.Pem;
import dev.roadcase.wire.x509.RevokedCertificates;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FleetCommandsTest {
  private static final Instant NOW = Instant.parse("2026-06-01T10:00:00Z");

  @TempDir Path home;
  private Instant now = NOW;
  private final Deque<String> typed = new ArrayDeque<>();
  private final List<char[]> handedOver = new ArrayList<>();
  private boolean terminal;
  private Map<String, String> environment = Map.of();
  private @Nullable Asking person;

  private record Ran(int exit, String out, String err) {}

  @Test
  void whoeverSitsAtATerminalIsAskedTwiceAndThePassphraseIsWiped() throws Exception {
    terminal = true;
    typed.addAll(List.of("salt roads", "salt roads"));
    Ran made = init("sealed");
    assertEquals(0, made.exit, made.err);
    assertEquals("", made.err);
    assertTrue(Pem.sealed(home.resolve("sealed/root.key")));
    assertEquals(2, handedOver.size());
    for (char[] characters : handedOver) {
      assertArrayEquals(new char[characters.length], characters);
    }
    typed.addAll(List.of("salt roads", "salt road", "salt roads", "salt roads"));
    Ran onceMore = init("once-more");
    assertEquals(0, onceMore.exit, onceMore.err);
    typed.addAll(List.of("salt roads", "salt road", "salt roads", "salt road"));
    Ran differ = init("differ");
    assertEquals(64, differ.exit);
    assertTrue(differ.err.contains("differ"), differ.err);
    assertFalse(Files.exists(home.resolve("differ")));
    typed.add("");
    Ran none = init("none");
    assertTrue(none.err.contains("NOT under a passphrase"), none.err);
  }

  @Test
  void anotherShowNeedsThePassphraseAndIsAskedForIt() throws Exception {
    terminal = true;
    typed.addAll(List.of("salt roads", "salt roads"));
    init("fleet");
    typed.add("low water");
    Ran wrong = run("fleet", "show", "spring", "--ends", "2026-09-30", "--fleet-dir", at("fleet"));
    assertEquals(65, wrong.exit);
    assertTrue(
        wrong.err.replaceAll("\\s+", " ").contains("is not opened by this passphrase"), wrong.err);
    assertFalse((wrong.out + wrong.err).contains("low water"));
    assertFalse(Files.exists(home.resolve("fleet/shows/spring")));
    typed.add("salt roads");
    Ran made = run("fleet", "show", "spring", "--ends", "2026-09-30", "--fleet-dir", at("fleet"));
    assertEquals(0, made.exit, made.err);
    terminal = false;
    Ran nobody = run("fleet", "show", "summer", "--ends", "2026-09-30", "--fleet-dir", at("fleet"));
    assertEquals(65, nobody.exit);
    assertTrue(nobody.err.contains("--passphrase-file"), nobody.err);
  }

  @Test
  void aPassphraseThatOpensNothingIsNotPassedOver() throws Exception {
    init("fleet");
    String file = Files.writeString(home.resolve("phrase"), "salt roads\n").toString();
    String[] show = {
      "fleet",
      "show",
      "spring",
      "--ends",
      "2026-09-30",
      "--fleet-dir",
      at("fleet"),
      "--passphrase-file",
      file
    };
    Ran refused = run(show);
    assertEquals(64, refused.exit);
    assertTrue(refused.err.replaceAll("\\s+", " ").contains("is under no passphrase"), refused.err);
    assertFalse(Files.exists(home.resolve("fleet/shows/spring")));
    Ran whole =
        run(
            "fleet",
            "revoke",
            "--whole-show",
            "harvest",
            "--fleet-dir",
            at("fleet"),
            "--passphrase-file",
            file);
    assertEquals(64, whole.exit, whole.out);
    run("fleet", "add", "kit-4", "--fleet-dir", at("fleet"));
    Ran kit =
        run("fleet", "revoke", "kit-4", "--fleet-dir", at("fleet"), "--passphrase-file", file);
    assertEquals(0, kit.exit, kit.err);
    assertTrue(kit.err.contains("--passphrase-file was not used"), kit.err);
    environment = Map.of("ROADCASE_PASSPHRASE", "salt roads");
    Ran ambient =
        run("fleet", "show", "spring", "--ends", "2026-09-30", "--fleet-dir", at("fleet"));
    assertEquals(0, ambient.exit, ambient.err);
    assertTrue(ambient.err.contains("was not used"), ambient.err);
    assertFalse((ambient.out + ambient.err).contains("salt roads"));
    environment = Map.of();
    Ran both =
        run(
            "fleet",
            "init",
            "--fleet-dir",
            at("other"),
            "--fleet",
            "acme",
            "--show",
            "x",
            "--no-passphrase",
            "--passphrase-file",
            file);
    assertEquals(64, both.exit);
    assertFalse(Files.exists(home.resolve("other")));
  }

  @Test
  void anEndOfInputAtThePromptIsNoPassphraseAtAllAndNothingIsMade() {
    for (int answers : new int[] {0, 1}) {
      int[] left = {answers};
      person =
          new Asking.AtTerminal(
              prompt -> left[0]-- > 0 ? "salt roads".toCharArray() : null, prompt -> null);
      Ran ended = init("ended");
      assertEquals(66, ended.exit, ended.out);
      assertTrue(ended.err.contains("the input ended"), ended.err);
      assertFalse(Files.exists(home.resolve("ended")));
    }
  }

  @Test
  void aLostCardIsRenewedRevokedAndPackedFromLaptopToBox() throws Exception {
    init("fleet");
    String lost = making(run("fleet", "add", "kit-4", "--fleet-dir", at("fleet"), "--json"));
    String next = making(run("fleet", "renew", "kit-4", "--fleet-dir", at("fleet"), "--json"));
    Ran which = run("fleet", "revoke", "kit-4", "--fleet-dir", at("fleet"));
    assertEquals(65, which.exit);
    assertTrue(which.err.contains(lost) && which.err.contains(next), which.err);
    Path pack = build(0);
    assertEquals(0, pack(pack).revocations().number());
    Ran revoked =
        run(
            "fleet",
            "revoke",
            "kit-4",
            "--making",
            lost,
            "--reason",
            "card lost",
            "--fleet-dir",
            at("fleet"));
    assertEquals(0, revoked.exit, revoked.err);
    assertTrue(revoked.out.contains("list number 1"), revoked.out);
    assertTrue(
        run("fleet", "revoke", "kit-4", "--making", lost, "--fleet-dir", at("fleet"))
            .out
            .contains("revoked already"));
    Pack after = pack(build(0));
    assertEquals(2, after.version());
    KitId kit = new KitId("kit-4");
    assertEquals("card lost", after.revocations().of(kit, new Making(lost)).orElseThrow().reason());
    assertTrue(after.revocations().of(kit, new Making(next)).isEmpty());
    String list = run("fleet", "revoke", "--list", "--fleet-dir", at("fleet")).out;
    assertEquals(2, list.lines().count(), list);
    assertTrue(list.contains("revoked 2026-06-01T10:00:00Z: card lost"), list);
    Ran inspect = run("pack", "inspect", pack.toString(), "--fleet-dir", at("fleet"));
    assertTrue(inspect.out.contains("card lost"), inspect.out);
    Ran export = run("fleet", "export", at("others"), "--fleet-dir", at("fleet"));
    assertEquals(0, export.exit, export.err);
    assertEquals(73, run("fleet", "export", at("others"), "--fleet-dir", at("fleet")).exit);
  }

  @Test
  void whatCannotBeDoneIsSaidInOneSentence() throws Exception {
    init("fleet");
    run("fleet", "add", "kit-4", "--fleet-dir", at("fleet"));
    record Bad(int exit, String says, List<String> words) {}
    for (Bad bad :
        List.of(
            new Bad(65, "no kit kit-9", List.of("fleet", "renew", "kit-9")),
            new Bad(65, "never made keys for kit-9", List.of("fleet", "revoke", "kit-9")),
            new Bad(64, "16 lower-case hex", List.of("fleet", "revoke", "kit-4", "--making", "x")),
            new Bad(64, "a kit to revoke", List.of("fleet", "revoke")),
            new Bad(64, "a kit to revoke", List.of("fleet", "revoke", "kit-4", "--list")),
            new Bad(
                65,
                "has no making",
                List.of("fleet", "revoke", "kit-4", "--making", "0000000000000000")),
            new Bad(64, "printable", List.of("fleet", "revoke", "kit-4", "--reason", "a\nb")),
            new Bad(65, "no show spring", List.of("fleet", "add", "kit-5", "--show", "spring")),
            new Bad(65, "no show spring", List.of("fleet", "renew", "kit-4", "--show", "spring")),
            new Bad(64, "--ends", List.of("fleet", "show", "spring")),
            new Bad(64, "show's name", List.of("fleet", "show", "Spring!", "--ends", "2026-09-30")),
            new Bad(
                73,
                "is there already",
                List.of("fleet", "show", "harvest", "--ends", "2026-09-30")))) {
      List<String> words = new ArrayList<>(bad.words);
      words.addAll(List.of("--fleet-dir", at("fleet")));
      Ran ran = run(words.toArray(String[]::new));
      assertEquals(bad.exit, ran.exit, words + ran.err);
      assertTrue(ran.err.replaceAll("\\s+", " ").contains(bad.says), words + ran.err);
      assertFalse(ran.err.contains("Exception"), ran.err);
    }
    Files.writeString(home.resolve("fleet/shows/harvest/show.key"), "not a key");
    assertEquals(65, run("fleet", "renew", "kit-4", "--fleet-dir", at("fleet")).exit);
    Files.delete(home.resolve("fleet/shows/harvest/show.key"));
    Ran missing = run("fleet", "renew", "kit-4", "--fleet-dir", at("fleet"));
    assertEquals(65, missing.exit);
    assertTrue(missing.err.replaceAll("\\s+", "").contains("show.keyismissing"), missing.err);
  }

  @Test
  void aLostShowIsRevokedByTheRootAndNothingIsSignedByItAnyMore() throws Exception {
    terminal = true;
    typed.addAll(List.of("salt roads", "salt roads"));
    init("fleet");
    terminal = false;
    run("fleet", "add", "kit-4", "--fleet-dir", at("fleet"));
    Ran nobody = run("fleet", "revoke", "--whole-show", "harvest", "--fleet-dir", at("fleet"));
    assertEquals(65, nobody.exit);
    assertTrue(nobody.err.contains("--passphrase-file"), nobody.err);
    Ran slip = run("fleet", "revoke", "--whole-show", "hervest", "--fleet-dir", at("fleet"));
    assertEquals(65, slip.exit);
    assertTrue(slip.err.replaceAll("\\s+", " ").contains("no show hervest"), slip.err);
    for (String[] words :
        new String[][] {
          {"kit-4", "--whole-show", "harvest"},
          {"--whole-show", "harvest", "--list"},
          {"--whole-show", "harvest", "--show", "harvest"},
          {"--whole-show", "harvest", "--making", "0000000000000000"}
        }) {
      List<String> all = new ArrayList<>(List.of("fleet", "revoke", "--fleet-dir", at("fleet")));
      all.addAll(List.of(words));
      assertEquals(64, run(all.toArray(String[]::new)).exit, all.toString());
    }
    build(0);

    terminal = true;
    typed.add("salt roads");
    Ran revoked =
        run(
            "fleet",
            "revoke",
            "--whole-show",
            "harvest",
            "--reason",
            "laptop lost",
            "--fleet-dir",
            at("fleet"));
    assertEquals(0, revoked.exit, revoked.err);
    assertTrue(revoked.out.contains("list number 1"), revoked.out);
    assertTrue(revoked.out.contains("upstream/crl.pem"), revoked.out);
    typed.add("salt roads");
    Ran again = run("fleet", "revoke", "--whole-show", "harvest", "--fleet-dir", at("fleet"));
    assertTrue(again.out.contains("revoked already, on 2026-06-01"), again.out);

    for (String[] words :
        new String[][] {
          {"fleet", "add", "kit-5", "--fleet-dir", at("fleet")},
          {"fleet", "renew", "kit-4", "--fleet-dir", at("fleet")}
        }) {
      Ran refused = run(words);
      assertEquals(65, refused.exit, String.join(" ", words));
      String said = refused.err.replaceAll("\\s+", " ");
      assertTrue(said.contains("was revoked on 2026-06-01T10:00:00Z (laptop lost)"), said);
      assertTrue(said.contains("`roadcase fleet show` makes another"), said);
    }
    Ran pack = buildRan();
    assertEquals(65, pack.exit, pack.out);
    assertTrue(pack.err.replaceAll("\\s+", " ").contains("(laptop lost)"), pack.err);
    Ran list = run("fleet", "revoke", "--list", "--fleet-dir", at("fleet"));
    assertTrue(list.out.contains("revoked with its whole show"), list.out);

    // The next show takes the kit over, and the first upstream's folder knows of both.
    typed.add("salt roads");
    run("fleet", "show", "spring", "--ends", "2026-09-30", "--fleet-dir", at("fleet"));
    assertEquals(
        0, run("fleet", "renew", "kit-4", "--show", "spring", "--fleet-dir", at("fleet")).exit);
    RevokedCertificates lists =
        RevokedCertificates.read(
            Files.readString(home.resolve("fleet/shows/spring/upstream/crl.pem")));
    FleetRoot root = FleetRoot.read(home.resolve("fleet/fleet.pem"));
    KitFolder now = KitFolder.read(home.resolve("fleet/kits/kit-4"));
    assertEquals(1, lists.size());
    assertTrue(lists.in(now.chain(), List.of(root.certificate())).isEmpty());
    try (var kits = Files.list(home.resolve("fleet/kits"))) {
      Path old = kits.filter(path -> path.toString().contains("before")).findFirst().orElseThrow();
      assertTrue(lists.in(KitFolder.read(old).chain(), List.of(root.certificate())).isPresent());
    }
    Ran export = run("fleet", "export", at("others"), "--fleet-dir", at("fleet"));
    assertEquals(0, export.exit, export.err);
    assertTrue(Files.exists(home.resolve("others/fleet.revocations.jwt")));
    JsonNode keys = Json.MAPPER.readTree(home.resolve("others/jwks.json").toFile()).path("keys");
    assertEquals(1, keys.size(), "of the show that counts");
    assertEquals("spring", keys.get(0).path("show").asText());
  }

  @Test
  void anExpiredShowMakesNoKeys() {
    init("fleet");
    run("fleet", "add", "kit-4", "--fleet-dir", at("fleet"));
    now = NOW.plus(java.time.Duration.ofDays(60));
    for (String[] words :
        new String[][] {
          {"fleet", "add", "kit-5"}, {"fleet", "renew", "kit-4"}, {"fleet", "revoke", "kit-4"}
        }) {
      List<String> all = new ArrayList<>(List.of(words));
      all.addAll(List.of("--fleet-dir", at("fleet")));
      Ran ran = run(all.toArray(String[]::new));
      assertEquals(65, ran.exit, ran.err);
      assertTrue(ran.err.contains("ended on"), ran.err);
    }
  }

  @Test
  void aRosterGoesIntoThePackAndNoPageShowsAHash() throws Exception {
    init("fleet");
    Path plain = build(0);
    byte[] before = Files.readAllBytes(plain);
    roster("0815");
    Path pack = build(0, "--roster", at("roster.toml"));
    byte[] first = Files.readAllBytes(pack);
    build(0, "--roster", at("roster.toml"));
    assertArrayEquals(first, Files.readAllBytes(pack));
    assertEquals("Ana", pack(pack).roster().staff("ana").orElseThrow().name());
    Path old = home.resolve("old.rcpack");
    Files.write(old, before);
    StringBuilder shown = new StringBuilder();
    for (String[] words :
        new String[][] {
          {"pack", "inspect", pack.toString()},
          {"pack", "inspect", pack.toString(), "--json"},
          {"pack", "diff", old.toString(), pack.toString()},
          {"pack", "diff", old.toString(), pack.toString(), "--json"},
          {"pack", "checklist", pack.toString()},
          {"pack", "checklist", pack.toString(), "--json"}
        }) {
      Ran ran = run(words);
      assertTrue(ran.out.contains("ana"), String.join(" ", words) + ran.out);
      shown.append(ran.out).append(ran.err);
    }
    assertFalse(shown.toString().contains("argon2"), shown.toString());
    assertFalse(shown.toString().contains("0815"), shown.toString());
    for (byte[] bytes : List.of(first, before)) {
      assertFalse(
          new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1).contains("\"0815\""));
    }
    roster("2580");
    build(0, "--roster", at("roster.toml"));
    Files.write(old, first);
    assertTrue(
        run("pack", "diff", old.toString(), pack.toString()).out.contains("a PIN -> another"));
    roster("815");
    Ran refused = buildRan("--roster", at("roster.toml"));
    assertEquals(65, refused.exit);
    assertTrue(refused.err.contains("roster.toml:9: staff[1].pin"), refused.err);
    roster("1234");
    Ran weak = buildRan("--roster", at("roster.toml"));
    assertTrue(weak.err.replaceAll("\\s+", " ").contains("anybody tries: 1 ana"), weak.err);
  }

  private void roster(String pin) throws Exception {
    Path file = home.resolve("roster.toml");
    Files.writeString(
        file,
        """
        [roles.till]
        scopes = "sell hold"
        life = "30m"

        [[staff]]
        id = "ana"
        name = "Ana"
        scopes = "refund"
        pin = "%s"
        """
            .formatted(pin));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  private Path build(int exit, String... more) throws Exception {
    Ran ran = buildRan(more);
    assertEquals(exit, ran.exit, ran.err);
    return home.resolve("show.rcpack");
  }

  private Ran buildRan(String... more) throws Exception {
    Path csv = home.resolve("products.csv");
    Files.write(csv, DemoPack.csv());
    Files.setLastModifiedTime(csv, FileTime.from(NOW));
    List<String> words =
        new ArrayList<>(
            List.of(
                "pack",
                "build",
                csv.toString(),
                "--fleet-dir",
                at("fleet"),
                "--currency",
                "EUR",
                "--tax",
                "21%",
                "--tax-class",
                "reduced=9%",
                "--tax-included",
                "-o",
                at("show.rcpack")));
    words.addAll(List.of(more));
    return run(words.toArray(String[]::new));
  }

  private static Pack pack(Path file) throws Exception {
    return PackFile.open(PackFile.head(file)).pack();
  }

  private static String making(Ran ran) throws Exception {
    JsonNode node = Json.MAPPER.readTree(ran.out);
    return node.get("making").asText();
  }

  private Ran init(String folder) {
    return run("fleet", "init", "--fleet-dir", at(folder), "--fleet", "acme", "--show", "harvest");
  }

  private String at(String name) {
    return home.resolve(name).toString();
  }

  private Ran run(String... words) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Asking asking =
        prompt -> {
          if (!terminal) {
            return Optional.empty();
          }
          char[] answer = typed.remove().toCharArray();
          handedOver.add(answer);
          return Optional.of(answer);
        };
    int exit =
        Main.commandLine(
                new Surroundings(
                    Clock.fixed(now, ZoneOffset.UTC),
                    new SecureRandom(),
                    environment,
                    new PrintWriter(out, true),
                    new PrintWriter(err, true),
                    person == null ? asking : person))
            .execute(words);
    return new Ran(exit, out.toString(), err.toString());
  }
}
