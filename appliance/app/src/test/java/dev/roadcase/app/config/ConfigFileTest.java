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
    assertTrue(problems.get(3).startsWith("roadcase.toml:3: \"colour\" is no key of this file."));
    assertTrue(problems.get(4).startsWith("roadcase.toml:6: \"listen.https\": an address is"));
    assertTrue(problems.get(5).startsWith("roadcase.toml:7: \"listen.admin\": the local door"));
    assertTrue(problems.get(6).startsWith("roadcase.toml:10: \"upstream.url\": a broker is"));
    assertTrue(problems.get(7).startsWith("roadcase.toml:13: \"clock.trust\": a clock's trust"));
    assertTrue(problems.get(8).startsWith("roadcase.toml:16: \"auth.token_life\": a token lives"));
    assertEquals(9, problems.size());
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
    assertTrue(invalid.problems().get(0).endsWith("cannot be read. Name a file with --config."));
  }

  @Test
  void everyKeyIsDocumented() throws IOException {
    Path docs = Path.of("..", "..", "docs", "configuration.md");
    String text = Files.readString(docs);
    String known = problems("identity = \"a\"\ndata_dir = \"b\"\nx = \"y\"\n").get(0);
    for (String key : known.substring(known.indexOf("Known: ") + 7).split(", ")) {
      assertTrue(text.contains("| `" + key + "` |"), key + " is not in docs/configuration.md");
    }
  }
}
