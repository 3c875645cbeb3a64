package dev.roadcase.provisioning.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * A process of the demo's, with its output in a file. Started by {@code roadcase}, as a person
 * would.
 */
final class Child {
  private final String name;
  private final Path log;
  private final Process process;

  private Child(String name, Path log, Process process) {
    this.name = name;
    this.log = log;
    this.process = process;
  }

  /** Starts {@code roadcase} with these words. */
  static Child roadcase(String name, Path log, List<String> words) throws IOException {
    String home = System.getenv("ROADCASE_HOME");
    if (home == null) {
      throw new IOException("start the demo with ./roadcase demo");
    }
    List<String> command = new ArrayList<>(List.of(Path.of(home, "roadcase").toString()));
    command.addAll(words);
    return start(name, log, command);
  }

  static Child start(String name, Path log, List<String> command) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    Map<String, String> environment = builder.environment();
    environment.remove("ROADCASE_JAVA_OPTS");
    return new Child(name, log, builder.start());
  }

  long pid() {
    return process.pid();
  }

  /** Waits until {@code up} says yes. */
  void awaitUp(BooleanSupplier up, Duration patience) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!up.getAsBoolean()) {
      if (!process.isAlive()) {
        throw new IOException(name + " ended with " + process.exitValue() + ":\n" + lastWords());
      }
      if (System.nanoTime() > deadline) {
        throw new IOException(name + " did not come up within " + patience + ":\n" + lastWords());
      }
      Thread.sleep(50);
    }
  }

  /** {@code kill -9}: no last word, no flush. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** SIGTERM, and SIGKILL when that does not help. */
  void stop() {
    process.destroy();
    try {
      if (!process.waitFor(15, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  int waitFor() throws InterruptedException {
    return process.waitFor();
  }

  private String lastWords() throws IOException {
    List<String> lines = Files.readAllLines(log);
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 15), lines.size()));
  }
}
