package dev.roadcase.tests.docs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every block of the pages that has a command of ours is typed into a shell, in one folder and in
 * the order of a reader: README first. One that cannot be (a stick, a phone, a minute and a half)
 * says so above it: {@code <!-- not run: why -->}.
 *
 * <p>What differs from a reader's shell: {@code roadcase} starts the modules of this build; doors
 * and brokers are at free ports of this machine; what runs until it is stopped goes to the
 * background, and the next line waits until it is ready; a quickstart prepares its box and does not
 * start it.
 */
class SnippetsTest {
  /** In the order in which they are read. */
  private static final List<String> READ =
      List.of(
          "README.md",
          "docs/configuration.md",
          "docs/operation.md",
          "docs/audit.md",
          "docs/packs.md",
          "docs/upstream.md",
          "docs/keys.md",
          "docs/troubleshooting.md");

  /** What a server says when it is ready. */
  private static final Map<String, String> SERVERS =
      Map.of(
          "(\\./)?roadcase upstream --.*",
          "ready",
          "(\\./)?roadcase box( --config \\S+)?( +#.*)?",
          "is up");

  @TempDir private Path folder;
  private Path repository = Path.of("");
  private final List<String> failures = new ArrayList<>();

  @BeforeEach
  void prepare() throws IOException {
    repository = Path.of("").toAbsolutePath();
    while (!Files.exists(repository.resolve("roadcase"))) {
      repository = repository.getParent();
    }
    Files.createSymbolicLink(folder.resolve("provisioning"), repository.resolve("provisioning"));
    Path command = Files.writeString(folder.resolve("roadcase"), command());
    Files.setPosixFilePermissions(command, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.writeString(folder.resolve("classpath"), System.getProperty("java.class.path"));
  }

  @AfterEach
  void endServers() throws Exception {
    Path pids = folder.resolve("pids");
    for (String pid : Files.exists(pids) ? Files.readAllLines(pids) : List.<String>of()) {
      var server = ProcessHandle.of(Long.parseLong(pid));
      server.ifPresent(ProcessHandle::destroy);
      if (server.isPresent()) {
        server.get().onExit().get();
      }
    }
  }

  @Test
  void everyCommandOfThePagesRunsAsWritten() throws Exception {
    int ran = 0;
    for (String name : READ) {
      Page page = Page.read(repository.resolve(name));
      for (Page.Block block : page.blocks()) {
        if (!block.marked()) {
          run(page, block);
          ran += block.commands().size();
        }
      }
    }
    assertEquals(List.of(), failures);
    assertTrue(ran > 25, "the pages have commands: " + ran);
  }

  @Test
  void aBlockThatIsNotRunSaysWhy() throws Exception {
    List<String> unmarked = new ArrayList<>();
    List<Path> pages = new ArrayList<>();
    pages.add(repository.resolve("README.md"));
    try (Stream<Path> all = Files.list(repository.resolve("docs"))) {
      all.filter(file -> file.toString().endsWith(".md")).sorted().forEach(pages::add);
    }
    for (Path file : pages) {
      boolean read = READ.contains(repository.relativize(file).toString());
      for (Page.Block block : Page.read(file).blocks()) {
        if (!block.marked() && !(read && block.shell())) {
          unmarked.add(repository.relativize(file) + ":" + block.line());
        }
      }
    }
    assertEquals(List.of(), unmarked, "run by nobody, and without <!-- not run: why --> above");
  }

  private void run(Page page, Page.Block block) throws Exception {
    StringBuilder script = new StringBuilder("set -o pipefail\n");
    for (String command : block.commands()) {
      if (command.isEmpty() || command.startsWith("#")) {
        continue;
      }
      String ready = ready(command);
      if (ready.isEmpty()) {
        script.append(command).append("\nended=$?\n");
        String most = command.contains("pack diff") ? "1" : "0";
        script.append("[ $ended -le ").append(most).append(" ] || { echo \"ended with $ended: ");
        script.append(command.replaceAll("[\"$`\\\\]", ".")).append("\" >&2; exit 1; }\n");
      } else {
        String bare = command.replaceFirst(" +#.*", "");
        script
            .append(": >server.log\n")
            .append(bare)
            .append(" >server.log 2>&1 &\necho $! >>pids\n");
        // Ends with the server: what it said then is the failure's text.
        script.append("until grep -q '").append(ready).append("' server.log; do ");
        script.append(
            "kill -0 $! 2>/dev/null || { cat server.log >&2; exit 1; }; sleep 0.2; done\n");
      }
    }
    Path said = folder.resolve("said");
    ProcessBuilder shell = new ProcessBuilder("bash", "-c", script.toString());
    shell.directory(folder.toFile()).redirectErrorStream(true).redirectOutput(said.toFile());
    shell.environment().put("PATH", folder + ":" + System.getenv("PATH"));
    shell.environment().put("JAVA", ProcessHandle.current().info().command().orElse("java"));
    shell.redirectInput(Path.of("/dev/null").toFile());
    if (shell.start().waitFor() != 0) {
      failures.add(page + ":" + block.line() + ":\n" + Files.readString(said, UTF_8));
    }
  }

  private static String ready(String command) {
    return SERVERS.entrySet().stream()
        .filter(server -> command.matches(server.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse("");
  }

  /** Hands each verb to the module that owns it, as the script of the repository does. */
  private String command() {
    return """
    #!/usr/bin/env bash
    here=%s
    case $1 in
      box)
        main=app
        # Not the empty file that this very command is about to fill.
        if [ -s "$here/roadcase.toml" ]; then
          sed -i -E 's/^(# )?(https|http|admin) = ".*/\\2 = "127.0.0.1:0"/' "$here/roadcase.toml"
        fi ;;
      console | upstream)
        main=console
        if [ "${2:-}" != status ] && [ "${2:-}" != --help ]; then set -- "$@" --listen 127.0.0.1:0; fi ;;
      quickstart)
        main=provisioning
        set -- "$@" --no-start ;;
      *) main=provisioning ;;
    esac
    exec "$JAVA" --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \\
      -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx256m -cp "$(cat "$here/classpath")" \\
      "dev.roadcase.$main.Main" "$@"
    """
        .formatted(folder);
  }
}
