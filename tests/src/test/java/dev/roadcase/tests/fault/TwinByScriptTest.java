package dev.roadcase.tests.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Box and twin as the services start them: by the script, with its flags, its heaps and the box's
 * trained cache. In the twin's 16 MiB a flag too many is the end of it.
 */
class TwinByScriptTest {
  private static final Duration A_SECOND = Duration.ofSeconds(1);
  private static final int VISITORS = 32;

  /** In the system's own place: the name of a socket must not be long. */
  @TempDir private Path folder;

  private int port;

  @Test
  void theTwinThatTheScriptStartsShowsTheShopWithinASecond() throws Exception {
    trainTheCache();
    Site site = new Site(folder);
    Path data = site.folder.resolve("d");
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      port = free.getLocalPort();
    }
    Path config = site.config("box", "kit-1", data, "127.0.0.1:0");
    Files.writeString(
        config,
        Files.readString(config)
            .replace("http = \"127.0.0.1:0\"", "http = \"127.0.0.1:" + port + "\""));
    Process twin = roadcase("twin.log", "box", "twin", "--config", config.toString());
    Process box = roadcase("box.log", "box", "--config", config.toString());
    try {
      Market.until("the box is at the door", () -> shows("data-changes"));
      Market.until("the pages are written", () -> Files.exists(data.resolve("static/shop.zip")));
      assertTrue(
          commandOf(box).contains("-XX:AOTCache="), () -> "without cache: " + commandOf(box));

      box.destroyForcibly().waitFor();
      long start = System.nanoTime();
      Market.until("the twin is at the door", () -> !twin.isAlive() || shows("Prices as of"));
      Duration away = Duration.ofNanos(System.nanoTime() - start);
      assertTrue(twin.isAlive(), this::saidByTheTwin);
      assertTrue(away.compareTo(A_SECOND) < 0, () -> "the shop was away for " + away);

      assertManyAreServed(site);
      assertTrue(twin.isAlive(), this::saidByTheTwin);
      twin.destroy();
      assertTrue(twin.waitFor(30, TimeUnit.SECONDS));
      assertEquals(0, twin.exitValue(), this::saidByTheTwin);
    } finally {
      box.destroyForcibly().waitFor();
      twin.destroyForcibly().waitFor();
    }
  }

  /** As the first {@code ./roadcase} of somebody does; no build, which made the box long ago. */
  private static void trainTheCache() throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(Workshop.repository().resolve("roadcase").toString(), "train")
            .directory(Workshop.repository().toFile())
            .redirectErrorStream(true);
    builder.environment().put("ROADCASE_NO_BUILD", "1");
    builder
        .environment()
        .put("ROADCASE_JAVA", ProcessHandle.current().info().command().orElseThrow());
    Process training = builder.start();
    training.getOutputStream().close();
    String said = new String(training.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, training.waitFor(), said);
  }

  private Process roadcase(String log, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Workshop.repository().resolve("roadcase").toString());
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve(log).toFile());
    builder.environment().put("ROADCASE_NO_BUILD", "1");
    builder
        .environment()
        .put("ROADCASE_JAVA", ProcessHandle.current().info().command().orElseThrow());
    builder.environment().remove("ROADCASE_JAVA_OPTS");
    return builder.start();
  }

  private static String commandOf(Process process) {
    return process.info().commandLine().orElse("");
  }

  private String saidByTheTwin() {
    try {
      return "the twin said: " + Files.readString(folder.resolve("twin.log"));
    } catch (IOException e) {
      return e.toString();
    }
  }

  private boolean shows(String words) {
    try {
      return TwinProcess.get(port, "/").contains(words);
    } catch (IOException e) {
      return false;
    }
  }

  /** A crowd that came for the box, in a heap that was made for nobody. */
  private void assertManyAreServed(Site site) throws Exception {
    try (ExecutorService visitors = Executors.newFixedThreadPool(VISITORS)) {
      List<Callable<String>> visits = new ArrayList<>();
      site.items()
          .forEach(item -> visits.add(() -> TwinProcess.get(port, "/products/" + item.product())));
      for (Future<String> page : visitors.invokeAll(visits)) {
        String answer = page.get();
        assertTrue(
            answer.startsWith("HTTP/1.1 200") && answer.strip().endsWith("</html>"),
            () -> answer.lines().findFirst().orElse("nothing") + "; " + saidByTheTwin());
      }
    }
  }
}
