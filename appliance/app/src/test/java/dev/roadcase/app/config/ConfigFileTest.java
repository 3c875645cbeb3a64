package dev.roadcase.app.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.roadcase.core.fact.Mode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigFileTest {
  @TempDir private Path folder;

  private BoxConfig read(String toml) throws IOException {
    Path file = folder.resolve("roadcase.toml");
    Files.writeString(file, toml);
    return ConfigFile.read(file);
  }

  private List<String> problems(String toml) {
    return assertThrows(ConfigFile.Invalid.class, () -> read(toml)).problems().stream()
        .map(p -> p.replace(folder + "/", ""))
        .toList();
  }

  @Test
  void whatIsNotSaidHasTheDefaultsThatAreDocumented() throws IOException {
    BoxConfig config = read("identity = \"id\"\ndata_dir = \"data\"\n");
    assertEquals(folder.resolve("id"), config.identity());
    assertEquals(folder.resolve("data"), config.dataDir());
    assertEquals(Mode.LIVE, config.mode());
    assertEquals("0.0.0.0:8443", config.https().toString());
    assertEquals("0.0.0.0:8080", config.http().toString());
    assertEquals("127.0.0.1:9090", config.admin().toString());
    assertEquals(Duration.ofHours(12), config.tokenLife());
    assertTrue(config.upstream().isEmpty());
    assertTrue(config.pack().isEmpty());
  }

  @Test
  void aByteOrderMarkIsNoObstacle() throws IOException {
    assertEquals(
        folder.resolve("id"), read("\ufeffidentity = \"id\"\ndata_dir = \"data\"\n").identity());
  }

  @Test
  void whatIsPrintedNamesItsSourceAndCanBeReadBack() throws IOException {
    BoxConfig config = read("identity = \"id\"\n\ndata_dir = \"data\"\nmode = \"rehearsal\"\n");
    Path file = folder.resolve("roadcase.toml");
    List<String> lines =
        ConfigFile.settings(file).stream().map(ConfigFile.Setting::toString).toList();
    String data = "%-44s # %s:3".formatted("data_dir = \"" + folder.resolve("data") + "\"", file);
    assertTrue(lines.contains(data), lines.toString());
    assertTrue(lines.contains("%-44s # default".formatted("listen.http = \"0.0.0.0:8080\"")));
    assertTrue(lines.contains("# upstream.url is not set"));
    assertEquals(config, read(String.join("\n", lines)));
  }

  @Test
  void allProblemsAreSaidAtOnceEachWithItsLine() {
    List<String> problems =
        problems(
            """
            identity = 7
            mode = "party"
            colour = "red"

            [listen]
            https = "8443"
            admin = "0.0.0.0:9090"

            [upstream]
            url = "http://example.org"

            [clock]
            trust = "maybe"

            [auth]
            token_life = "3d"
            """);
    assertEquals(
        List.of(
            "roadcase.toml: \"data_dir\" is missing",
            "roadcase.toml:1: \"identity\" is a string in quotes",
            "roadcase.toml:2: \"mode\": a mode is live, rehearsal or demo, not \"party\""),
        problems.subList(0, 3));
    assertTrue(
        problems.get(3).startsWith("roadcase.toml:3: unknown key \"colour\". `roadcase box"));
    assertTrue(problems.get(4).startsWith("roadcase.toml:6: \"listen.https\": an address is"));
    assertTrue(problems.get(5).startsWith("roadcase.toml:7: \"listen.admin\": the local door"));
    assertTrue(problems.get(6).startsWith("roadcase.toml:10: \"upstream.url\": a broker is"));
    assertTrue(problems.get(7).startsWith("roadcase.toml:13: \"clock.trust\": a clock's trust"));
    assertTrue(problems.get(8).startsWith("roadcase.toml:16: \"auth.token_life\": a token lives"));
    assertEquals(9, problems.size());
  }

  @Test
  void aScenarioPlaysEveryPartThatIsNotToldOtherwise() throws IOException {
    String kit = "identity = \"id\"\ndata_dir = \"data\"\n";
    assertEquals(BoxConfig.Hardware.NONE, read(kit).hardware());
    assertEquals(
        new BoxConfig.Hardware(
            Optional.of("calm"), Driver.SIMULATED, Driver.NONE, Driver.SIMULATED),
        read(kit + "[board]\nscenario = \"calm\"\n[modem]\ndriver = \"none\"\n").hardware());
  }

  @Test
  void aDriverThatIsNotThereAndAPlayWithoutAStoryAreRefused() {
    String kit = "identity = \"id\"\ndata_dir = \"data\"\n";
    assertTrue(
        problems(kit + "[power]\ndriver = \"daly\"\n")
            .toString()
            .contains("a driver is none or simulated"));
    assertTrue(
        problems(kit + "[link]\ndriver = \"simulated\"\n").toString().contains("board.scenario"));
  }

  @Test
  void aNumberStandsAsOneAndInQuotesToo() throws IOException {
    String kit = "identity = \"id\"\ndata_dir = \"data\"\n[limits]\n";
    BoxConfig bare = read(kit + "connections = 1_024\nasset_memory_mib = 0\nstreams = 0x10\n");
    assertEquals(1024, bare.limits().connections());
    assertEquals(16, bare.limits().streams());
    List<String> printed =
        ConfigFile.settings(folder.resolve("roadcase.toml")).stream()
            .map(line -> line.toString().replaceFirst(" +#.*", ""))
            .toList();
    assertTrue(printed.contains("limits.connections = 1024"), printed.toString());
    assertTrue(printed.contains("limits.connections_of_one = 512"), printed.toString());
    assertTrue(printed.contains("limits.idle = \"75s\""), printed.toString());
    assertEquals(bare, read(String.join("\n", printed)));
    assertEquals(
        bare, read(kit + "connections = \"1024\"\nasset_memory_mib = \"0\"\nstreams = \"16\"\n"));
  }

  @Test
  void whatIsNoWholeNumberIsToldTheRangeAndWhatItWas() {
    String kit = "identity = \"id\"\ndata_dir = \"data\"\n[limits]\n";
    String range = "roadcase.toml:4: \"limits.connections\": a whole number from 1 to 65000";
    Map<String, String> wrong =
        Map.ofEntries(
            Map.entry("1.5", ", without a point and without an exponent"),
            Map.entry("2048.0", ", without a point and without an exponent"),
            Map.entry("1e3", ", without a point and without an exponent"),
            Map.entry("1e9", ", without a point and without an exponent"),
            Map.entry("nan", ", without a point and without an exponent"),
            Map.entry("-1", ", not -1"),
            Map.entry("0", ", not 0"),
            Map.entry("65001", ", not 65001"),
            Map.entry("4294967297", ", not 4294967297"),
            Map.entry("true", ", not true"),
            Map.entry("\"true\"", ", not \"true\""),
            Map.entry("\"-1\"", ", not \"-1\""),
            Map.entry("\"1.5\"", ", not \"1.5\""),
            Map.entry("\"\"", ", not \"\""),
            Map.entry("[2048]", ""),
            Map.entry("2048-01-01", ""));
    wrong.forEach((given, why) ->
        assertEquals(List.of(range + why), problems(kit + "connections = " + given + "\n"), given));
  }

  @Test
  void aNumberOrATruthWhereATextBelongsIsToldAnExample() {
    String kit = "identity = \"id\"\ndata_dir = \"data\"\n";
    for (String given : List.of("75", "75.5", "true", "[\"75s\"]", "07:32:00")) {
      assertEquals(
          List.of("roadcase.toml:3: \"limits.idle\" is a string in quotes, such as \"75s\""),
          problems(kit + "limits.idle = " + given + "\n"),
          given);
    }
    assertEquals(
        List.of("roadcase.toml:3: \"pack\" is a string in quotes"),
        problems(kit + "pack = true\n"));
  }

  /** Somebody reads the lines, and pastes them, elsewhere. */
  @Test
  void whatIsPrintedIsReadTheSameFromAnyFolder() throws IOException {
    Files.writeString(folder.resolve("rain.toml"), "");
    BoxConfig config =
        read(
            """
            identity = "id \\"one\\""
            data_dir = "../data"
            pack = "show.rcpack"
            [board]
            scenario = "rain.toml"
            """);
    List<String> lines =
        ConfigFile.settings(folder.resolve("roadcase.toml")).stream()
            .map(ConfigFile.Setting::toString)
            .toList();
    Path elsewhere = Files.createDirectories(folder.resolve("else/where")).resolve("box.toml");
    Files.write(elsewhere, lines);
    assertEquals(config, ConfigFile.read(elsewhere));
    assertEquals(folder.resolve("show.rcpack"), config.pack().orElseThrow());
  }

  @Test
  void twoDoorsAtOnePortAreAProblemThatNamesBothLines() throws IOException {
    String paths = "identity = \"a\"\ndata_dir = \"b\"\n[listen]\n";
    assertEquals(
        List.of(
            "roadcase.toml:5: \"listen.https\" (0.0.0.0:9000, line 4) and \"listen.http\""
                + " (127.0.0.1:9000, line 5) are at one port: give one of them another"),
        problems(paths + "https = \"0.0.0.0:9000\"\nhttp = \"127.0.0.1:9000\"\n"));
    assertEquals(
        List.of(
            "roadcase.toml:4: \"listen.https\" (0.0.0.0:8080, line 4) and \"listen.http\""
                + " (0.0.0.0:8080, its default) are at one port: give one of them another"),
        problems(paths + "https = \"0.0.0.0:8080\"\n"));
    assertEquals(
        3,
        problems(
                paths
                    + "https = \"localhost:1\"\nhttp = \"127.0.0.1:1\"\nadmin ="
                    + " \"localhost:1\"\n")
            .size());
    read(paths + "https = \"10.0.0.1:9000\"\nhttp = \"10.0.0.2:9000\"\n");
    read(paths + "https = \"127.0.0.1:0\"\nhttp = \"127.0.0.1:0\"\n");
  }

  @Test
  void whatIsNoTomlIsSaidWithItsLine() {
    assertTrue(
        problems("identity = \"a\"\ndata_dir = \"b\"\nmode = = \"live\"\n")
            .get(0)
            .startsWith("roadcase.toml:3: "));
  }

  @Test
  void aFileThatIsNotThereIsSaid() {
    ConfigFile.Invalid invalid =
        assertThrows(
            ConfigFile.Invalid.class, () -> ConfigFile.read(folder.resolve("nowhere.toml")));
    assertTrue(invalid.problems().get(0).contains("nowhere.toml: there is no such file"));
    assertTrue(invalid.problems().get(1).contains("roadcase quickstart "));
    assertTrue(invalid.problems().get(2).contains("roadcase box --example-config > "));
    ConfigFile.Invalid place =
        assertThrows(ConfigFile.Invalid.class, () -> ConfigFile.read(folder));
    assertTrue(place.problems().get(0).contains("is a folder"), place.problems().toString());
  }

  @Test
  void aMisspeltKeyIsNamedWithTheOneThatIsMeantAndIsNotMissingToo() {
    assertEquals(
        List.of("roadcase.toml:2: unknown key \"data_dri\"; did you mean data_dir?"),
        problems("identity = \"a\"\ndata_dri = \"b\"\n"));
    assertEquals(
        List.of("roadcase.toml:4: unknown key \"listen.htps\"; did you mean listen.https?"),
        problems("identity = \"a\"\ndata_dir = \"b\"\n[listen]\nhtps = \"1.2.3.4:1\"\n"));
  }

  @Test
  void aPortThatIsNoneIsToldTheRange() {
    String paths = "identity = \"a\"\ndata_dir = \"b\"\n[listen]\n";
    for (String port : List.of("99999", "65536", "-1", "123456789012")) {
      assertEquals(
          List.of("roadcase.toml:4: \"listen.http\": a port is 0 to 65535, not " + port),
          problems(paths + "http = \"0.0.0.0:" + port + "\"\n"));
    }
    for (String address : List.of("0.0.0.0", "8080", ":8080", "host:", "host:http")) {
      assertTrue(
          problems(paths + "http = \"" + address + "\"\n").get(0).contains("HOST:PORT"), address);
    }
  }

  @Test
  void aSyntaxErrorIsNotAlsoAMissingKey() {
    for (String broken :
        List.of("identity = \"a\ndata_dir = \"b\"\n", "identity = a\n", "[listen\n", "= 7\n")) {
      List<String> problems = problems(broken);
      assertTrue(problems.stream().noneMatch(p -> p.contains("is missing")), problems.toString());
    }
  }

  @Test
  void theExampleIsAConfigurationThatNamesEveryKeyAndEveryDefault() throws IOException {
    String example = ConfigFile.example();
    BoxConfig as = read(example);
    assertEquals(folder.resolve("data"), as.dataDir());
    // With all its comments taken away it says the same, where it names a default.
    String whole = example.replaceAll("(?m)^# ([a-z_]+ = [\"0-9])", "$1");
    read(whole);
    List<ConfigFile.Setting> all = ConfigFile.settings(folder.resolve("roadcase.toml"));
    read("identity = \"a\"\ndata_dir = \"b\"\n");
    for (ConfigFile.Setting usual : ConfigFile.settings(folder.resolve("roadcase.toml"))) {
      ConfigFile.Setting shown =
          all.stream().filter(one -> one.key().equals(usual.key())).findFirst().orElseThrow();
      assertTrue(!shown.source().equals("default"), usual.key() + " is not in the example");
      if (!usual.value().isEmpty() && usual.source().equals("default")) {
        assertEquals(
            usual.value().replaceFirst(".*/", ""),
            shown.value().replaceFirst(".*/", ""),
            usual.key());
      }
    }
  }

  @Test
  void everyKeyIsDocumented() throws IOException {
    Path docs = Path.of("..", "..", "docs", "configuration.md");
    String text = Files.readString(docs);
    read("identity = \"a\"\ndata_dir = \"b\"\n");
    for (ConfigFile.Setting setting : ConfigFile.settings(folder.resolve("roadcase.toml"))) {
      String key = setting.key();
      assertTrue(text.contains("| `" + key + "` |"), key + " is not in docs/configuration.md");
    }
  }
}
