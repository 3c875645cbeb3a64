package dev.roadcase.provisioning.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * A process of ours, with its output in a file. Started by {@code roadcase}, as a person would.
 *
 * <p>A child that works is waited for, however slow the machine; one that has ended, or has stood
 * still for ten minutes, is reported with its last words.
 */
public final class Child {
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);
  private static final Duration STILL = Duration.ofMinutes(10);

  /** Less than a hundredth of a core is what the timers of an idle process need. */
  private static final Duration IDLE = STILL.dividedBy(100);

  private static final int LAST_WORDS = 15;

  private final String name;
  private final Path log;
  private final Process process;

  /** Octets of the log that are of a run before. */
  private final long before;

  private Child(String name, Path log, Process process, long before) {
    this.before = before;
    this.name = name;
    this.log = log;
    this.process = process;
  }

  /** Starts {@code roadcase} with these words. */
  public static Child roadcase(String name, Path log, List<String> words) throws IOException {
    List<String> command = new ArrayList<>(List.of(Launcher.of(System.getenv()).command()));
    command.addAll(words);
    return start(name, log, command);
  }

  /** Starts a command; what it says on either stream is appended to {@code log}. */
  public static Child start(String name, Path log, List<String> command) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    Map<String, String> environment = builder.environment();
    environment.remove("ROADCASE_JAVA_OPTS");
    long before = Files.exists(log) ? Files.size(log) : 0;
    return new Child(name, log, builder.start(), before);
  }

  public long pid() {
    return process.pid();
  }

  public boolean lives() {
    return process.isAlive();
  }

  /**
   * Waits until {@code up} says yes.
   *
   * @throws IOException when the child has ended, or stands still; with its last words
   */
  public void awaitUp(BooleanSupplier up) throws IOException, InterruptedException {
    long since = System.nanoTime();
    long said = 0;
    Duration worked = Duration.ZERO;
    while (!up.getAsBoolean()) {
      if (!process.isAlive()) {
        throw new IOException(name + " ended with " + process.exitValue() + ":\n" + lastWords());
      }
      Duration works = work();
      long says = Files.size(log);
      if (says != said || works.minus(worked).compareTo(IDLE) > 0) {
        said = says;
        worked = works;
        since = System.nanoTime();
      } else if (System.nanoTime() - since > STILL.toNanos()) {
        throw new IOException(
            "%s has stood still for %d minutes:%n%s"
                .formatted(name, STILL.toMinutes(), lastWords()));
      }
      Thread.sleep(BETWEEN_LOOKS);
    }
  }

  private Duration work() {
    return Stream.concat(Stream.of(process.toHandle()), process.descendants())
        .map(each -> each.info().totalCpuDuration().orElse(Duration.ZERO))
        .reduce(Duration.ZERO, Duration::plus);
  }

  /** {@code kill -9}: no last word, no flush. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** SIGTERM, and SIGKILL when it does not end within a minute. */
  public void stop() {
    process.destroy();
    try {
      if (!process.waitFor(1, TimeUnit.MINUTES)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  /** Its exit code, once it has ended. */
  public int waitFor() throws InterruptedException {
    return process.waitFor();
  }

  /** The last of what it said. */
  public String lastWords() throws IOException {
    List<String> lines;
    try (InputStream said = Files.newInputStream(log)) {
      said.skipNBytes(before);
      lines = new String(said.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
    return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_WORDS), lines.size()));
  }
}
