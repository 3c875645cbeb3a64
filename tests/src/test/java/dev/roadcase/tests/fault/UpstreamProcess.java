package dev.roadcase.tests.fault;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** An upstream with its broker, as a process of its own. */
final class UpstreamProcess implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 60;

  /** As the script {@code roadcase} has them; and no better compiler for one that lives seconds. */
  private static final List<String> OPTIONS =
      List.of(
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow",
          "-XX:+UseSerialGC",
          "-XX:+UseCompactObjectHeaders",
          "-Xmx256m",
          "-XX:TieredStopAtLevel=1");

  private final Path fleet;
  private final Path data;
  private final Optional<String> classesInFront;
  private final List<String> moreOptions;
  private final int port = freePort();
  private Process process;

  /** Of a fleet's folder; it is ready when this returns. */
  UpstreamProcess(Path fleet, Path data) throws IOException, InterruptedException {
    this(
        fleet,
        data,
        Optional.ofNullable(System.getProperty(BoxProcess.CLASSES_PROPERTY)),
        System.getProperty(BoxProcess.CLASSES_PROPERTY) == null
            ? StartCache.upstreamOptions()
            : List.of());
  }

  UpstreamProcess(Path fleet, Path data, Optional<String> classesInFront, List<String> moreOptions)
      throws IOException {
    this.fleet = fleet;
    this.data = data;
    this.classesInFront = classesInFront;
    this.moreOptions = moreOptions;
    process = launch();
    if (!isReady()) {
      throw new AssertionError("the upstream ended before it was ready");
    }
  }

  /** Where boxes reach it. */
  String url() {
    return "mqtt://127.0.0.1:" + port;
  }

  int port() {
    return port;
  }

  Path database() {
    return data.resolve("upstream.db");
  }

  boolean alive() {
    return process.isAlive();
  }

  /** Starts it once more, on whatever is in its folder now. */
  void again() throws IOException {
    if (!startsAgain()) {
      throw new AssertionError("the upstream ended before it was ready");
    }
  }

  /** As {@link #again}, or ends before it is ready: {@link #ended} has its exit code. */
  boolean startsAgain() throws IOException {
    process = launch();
    return isReady();
  }

  private Process launch() throws IOException {
    List<String> arguments =
        List.of(
            "--fleet-dir",
            fleet.toString(),
            "--data",
            data.toString(),
            "--listen",
            "127.0.0.1:" + port);
    return new ProcessBuilder(command(arguments))
        .redirectError(
            ProcessBuilder.Redirect.appendTo(
                data.resolveSibling(data.getFileName() + ".log").toFile()))
        .start();
  }

  private boolean isReady() throws IOException {
    BufferedReader out = process.inputReader();
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.equals("upstream: ready")) {
        // A JVM that is trained has much to say at its end, and waits for somebody to read it.
        // No virtual thread: it would hold one of the few that carry the cables.
        Thread.ofPlatform().daemon().name("upstream-output").start(() -> readOn(out));
        return true;
      }
    }
    return false;
  }

  private static void readOn(BufferedReader out) {
    try {
      while (out.readLine() != null) {
        // Nobody asks for it.
      }
    } catch (IOException e) {
      // It was killed.
    }
  }

  /** What {@code roadcase upstream status --json} says. */
  String status() throws IOException, InterruptedException {
    Process verb =
        new ProcessBuilder(command(List.of("status", "--json", "--data", data.toString())))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String said = new String(verb.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int exit = verb.waitFor();
    if (exit != 0) {
      throw new AssertionError("upstream status ended with " + exit + ": " + said);
    }
    return said;
  }

  private List<String> command(List<String> arguments) throws IOException {
    List<String> options = new ArrayList<>(OPTIONS);
    options.addAll(moreOptions);
    List<String> command =
        Workshop.java(
            options, classesInFront, Workshop.upstreamClassPath(), data.resolveSibling("tmp"));
    command.addAll(List.of("dev.roadcase.console.Main", "upstream"));
    command.addAll(arguments);
    return command;
  }

  /** SIGTERM, and waits. Its exit code. */
  int stop() throws InterruptedException {
    process.toHandle().destroy();
    return ended();
  }

  /** SIGTERM, and waits for as long as the JVM takes to write what it has learnt. */
  void stopTrained() throws InterruptedException {
    process.toHandle().destroy();
    process.waitFor();
  }

  /** SIGKILL. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Waits until it has ended by itself. Its exit code. */
  int ended() throws InterruptedException {
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("the upstream did not end");
    }
    return process.exitValue();
  }

  @Override
  public void close() throws InterruptedException {
    kill();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
