package dev.roadcase.provisioning.quickstart;

import dev.roadcase.provisioning.process.Child;
import dev.roadcase.provisioning.process.Launcher;
import dev.roadcase.wire.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

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
                    System.out.println("The box has stopped. Nothing is lost.");
                    System.out.flush();
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

  /**
   * The version of the pack that a box sells from which runs in this folder already.
   *
   * @return nothing when none does; 0 where it has no pack
   */
  public static OptionalLong running(QuickstartFolder place, QuickstartFolder.Ports ports)
      throws InterruptedException {
    if (!Files.isReadable(place.adminToken())) {
      return OptionalLong.empty();
    }
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpResponse<byte[]> answer =
          http.send(question(place, ports.admin()), HttpResponse.BodyHandlers.ofByteArray());
      return answer.statusCode() == 200
          ? OptionalLong.of(
              Json.MAPPER.readTree(answer.body()).path("pack").path("version").asLong())
          : OptionalLong.empty();
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }

  /** Lets {@code roadcase box crew} say how the panel is opened: address, ticket and code. */
  public void showCrewPanel(Launcher launcher) throws IOException, InterruptedException {
    showCrewPanel(launcher, config);
  }

  /** The same, of a box that somebody else has started. */
  public static void showCrewPanel(Launcher launcher, Path config)
      throws IOException, InterruptedException {
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
      return http.send(question(place, port), HttpResponse.BodyHandlers.discarding()).statusCode()
          == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static HttpRequest question(QuickstartFolder place, int port) throws IOException {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/box"))
        .header("Authorization", "Bearer " + Files.readString(place.adminToken()).strip())
        .timeout(FOR_AN_ANSWER)
        .build();
  }

  @Override
  public void close() {
    box.stop();
  }
}
