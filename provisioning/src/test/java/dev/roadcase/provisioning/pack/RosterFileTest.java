package dev.roadcase.provisioning.pack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.roadcase.core.identity.Role;
import dev.roadcase.core.identity.Scope;
import dev.roadcase.core.pack.Roster;
import dev.roadcase.core.pack.Roster.Duty;
import dev.roadcase.core.pack.Roster.Staff;
import dev.roadcase.provisioning.catalogue.Note;
import dev.roadcase.provisioning.sheet.Problem;
import dev.roadcase.wire.secret.Argon2id;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RosterFileTest {
  private static final RosterFile.Salts SALTS =
      staff -> java.util.Arrays.copyOf(staff.getBytes(java.nio.charset.StandardCharsets.UTF_8), 16);
  private static final String HASH = new Argon2id(64, 1).hash("2580".toCharArray(), new byte[16]);

  @TempDir Path home;

  @Test
  void aRosterIsReadAndItsPinsAreHashed() throws Exception {
    RosterFile.Read read =
        read(
            """
            [roles.till]
            scopes = "sell hold"
            life = "30m"

            [roles.kiosk]
            scopes = ""

            [[staff]]
            id = "ana"
            name = "Ana"
            scopes = "refund prices"
            pin = "0815"

            [[staff]]
            id = "bo"
            name = "Bo"
            scopes = ""
            pin_hash = "%s"
            """
                .formatted(HASH));
    assertEquals(List.of(), read.problems());
    Roster roster = read.roster().orElseThrow();
    assertEquals(
        new Duty(Set.of(Scope.SELL, Scope.HOLD), Duration.ofMinutes(30)), roster.of(Role.TILL));
    assertEquals(Set.of(), roster.of(Role.KIOSK).scopes());
    assertEquals(Roster.USUAL.of(Role.CREW), roster.of(Role.CREW));
    Staff ana = roster.staff("ana").orElseThrow();
    assertTrue(ana.pinHash().startsWith("$argon2id$v=19$m=19456,t=2,p=1$"), ana.pinHash());
    assertTrue(Argon2id.matches("0815".toCharArray(), ana.pinHash()));
    assertEquals(HASH, roster.staff("bo").orElseThrow().pinHash());
    assertEquals(List.of(), read.notes());
  }

  @Test
  void anEmptyRosterIsTheUsualOne() throws Exception {
    assertEquals(Roster.USUAL, read("").roster().orElseThrow());
  }

  @ParameterizedTest
  @CsvSource({
    "0000,true", "1234,true", "4321,true", "1212,true", "12345678,true", "8901,true",
    "123123,true", "1987,true", "2024,true", "0815,false", "2580,false", "490713,false"
  })
  void whatAnybodyTriesFirstIsWeak(String pin, boolean weak) {
    assertEquals(weak, RosterFile.weak(pin));
  }

  @Test
  void weakAndSharedPinsAndAFileForAllEyesAreSaidWithoutThePin() throws Exception {
    RosterFile.Read read =
        read(
            person("ana", "\"4711\"") + person("bo", "\"4711\"") + person("cy", "\"0000\""),
            "rw-r--r--");
    assertEquals(
        List.of("weak-pin", "shared-pin", "readable-roster"),
        read.notes().stream().map(Note::kind).toList());
    assertEquals(List.of("cy"), read.notes().getFirst().which());
    assertEquals(List.of("ana", "bo"), read.notes().get(1).which());
    assertFalse(read.notes().toString().contains("4711"), read.notes().toString());
    assertFalse(read.toString().contains("argon2id$"), read.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"815\"",
        "\"123456789\"",
        "\"08a5\"",
        "4711",
        "\"\"",
        "true",
        "\"٠٨١٥\"",
        "[\"0815\"]"
      })
  void aPinIsFourToEightDigitsInQuotes(String pin) throws Exception {
    assertEquals(List.of("staff[1].pin: is 4 to 8 digits in quotes"), reasons(person("ana", pin)));
  }

  @Test
  void problemsAreToldAllAtOnceAtTheirLinesAndQuoteNoPin() throws Exception {
    RosterFile.Read read =
        read(
            """
            colour = "red"
            [roles.boss]
            scopes = "sell"
            [roles.till]
            scopes = ["sell"]
            life = "15"
            [roles.crew]
            life = "13h"
            [[staff]]
            id = "Ana B"
            name = "Ana"
            scopes = "fly"
            pin = "0815"
            pin_hash = "x"
            [[staff]]
            name = "Bo"
            pin_hash = "0815"
            """);
    String all = String.join("\n", read.problems().stream().map(p -> p.in("roster.toml")).toList());
    for (String expected :
        List.of(
            "roster.toml:1: colour: is no key of a roster",
            "roles.boss: a role is till, kiosk",
            "roster.toml:5: roles.till.scopes: is words in quotes",
            "roster.toml:6: roles.till.life: is a number and m or h in quotes",
            "roster.toml:8: roles.crew.life: a token lives",
            "roster.toml:12: staff[1].scopes: \"fly\" is no scope",
            "staff[1]: has either a pin or a pin_hash",
            "staff[2].id: is missing",
            "staff[2].scopes: is missing",
            "staff[2].pin_hash: is an Argon2id hash")) {
      assertTrue(all.contains(expected), expected + "\nis not in\n" + all);
    }
    assertFalse(all.contains("0815"), all);
    assertTrue(read.roster().isEmpty());
  }

  @Test
  void aFileThatIsNoTomlIsNotQuoted() throws Exception {
    RosterFile.Read read = read("[[staff]]\npin = 0815\n");
    assertEquals(
        List.of("roster.toml:2: is no TOML here"),
        read.problems().stream().map(p -> p.in("roster.toml")).distinct().toList());
    assertEquals(
        List.of(new Problem(0, "", "there is no such file")),
        RosterFile.read(home.resolve("nope.toml"), SALTS).problems());
  }

  @Test
  void twoPeopleDoNotShareAnIdAndAHashMayNotCostABoxTooMuch() throws Exception {
    assertEquals(
        List.of("staff[2].id: ana is there already"),
        reasons(person("ana", "\"0815\"") + person("ana", "\"2580\"")));
    String greedy = new Argon2id(20 * 1024, 2).hash("2580".toCharArray(), new byte[16]);
    assertTrue(
        reasons("[[staff]]\nid=\"a\"\nname=\"A\"\nscopes=\"\"\npin_hash=\"" + greedy + "\"\n")
            .getFirst()
            .contains("costs a box too much"));
  }

  private static String person(String id, String pin) {
    return "[[staff]]\nid = \"%s\"\nname = \"X\"\nscopes = \"refund\"\npin = %s\n"
        .formatted(id, pin);
  }

  private List<String> reasons(String text) throws Exception {
    return read(text).problems().stream().map(p -> p.column() + ": " + p.reason()).toList();
  }

  private RosterFile.Read read(String text) throws Exception {
    return read(text, "rw-------");
  }

  private RosterFile.Read read(String text, String mode) throws Exception {
    Path file = home.resolve("roster.toml");
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    return RosterFile.read(file, SALTS);
  }
}
