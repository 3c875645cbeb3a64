package dev.roadcase.provisioning.quickstart;

import dev.roadcase.provisioning.process.Child;
import dev.roadcase.provisioning.process.Launcher;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A box that runs for as long as this process: what it says goes into a file, and it is stopped in
 * good order when this process is asked to end, by Ctrl-C or a signal.
 */
public final class WatchedBox implements AutoCloseable {
  private static final Duration FOR_AN_ANSWER = Duration.ofSeconds(10);

  private final Child box;
  private final Path config;
  private volatile boolean up;

  private WatchedBox(Child box, Path config) {
    this.box = box;
    this.config = config;
  }

  /**
   * Starts it, and comes back when it answers that it sells.
   *
   * @throws IOException when it has ended instead, with its last words
   */
  public static WatchedBox start(
      Launcher launcher, QuickstartFolder place, QuickstartFolder.Ports ports)
      throws IOException, InterruptedException {
    Child child =
        Child.start(
            "the box",
            place.log(),
            List.of(launcher.command(), "box", "--config", place.config().toString()));
    WatchedBox box = new WatchedBox(child, place.config());
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform()
                .name("stop")
                .unstarted(() -> {
                  boolean ran = box.up;
                  child.stop();
                  // Asked to stop and stopped: 0, where the JVM would say 130 or 143.
                  if (ran) {
                    Runtime.getRuntime().halt(0);
                  }
                }));
    try (HttpClient http = HttpClient.newHttpClient()) {
      child.awaitUp(() -> ready(http, place, ports.admin()));
    } catch (IOException | InterruptedException e) {
      child.stop();
      throw e;
    }
    box.up = true;
    return box;
  }

  /** Lets {@code roadcase box crew} say how the panel is opened: address, ticket and code. */
  public void showCrewPanel(Launcher launcher) throws IOException, InterruptedException {
    new ProcessBuilder(launcher.command(), "box", "crew", "--config", config.toString())
        .inheritIO()
        .start()
        .waitFor();
  }

  /** Waits; the exit code of the box, should it end by itself. */
  public int untilItEnds() throws InterruptedException {
    int exit = box.waitFor();
    up = false;
    return exit;
  }

  /**
   * Asked at the local door, by the token of this folder: whoever else listens where the box should
   * does not know it.
   */
  private static boolean ready(HttpClient http, QuickstartFolder place, int port) {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/box"))
              .header("Authorization", "Bearer " + Files.readString(place.adminToken()).strip())
              .timeout(FOR_AN_ANSWER)
              .build();
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void close() {
    box.stop();
  }
}
