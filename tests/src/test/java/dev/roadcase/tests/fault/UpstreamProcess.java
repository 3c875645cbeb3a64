package dev.roadcase.tests.fault;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** An upstream with its broker, as a process of its own. */
final class UpstreamProcess implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 60;

  private final Path fleet;
  private final Path data;
  private final int port = freePort();
  private Process process;

  /** Of a fleet's folder; not started yet. */
  UpstreamProcess(Path fleet, Path data) throws IOException {
    this.fleet = fleet;
    this.data = data;
    process = start();
  }

  /** Where boxes reach it. */
  String url() {
    return "mqtt://127.0.0.1:" + port;
  }

  Path database() {
    return data.resolve("upstream.db");
  }

  /** Starts it once more, on whatever is in its folder now. */
  void again() throws IOException {
    process = start();
  }

  private Process start() throws IOException {
    List<String> classPath = new ArrayList<>();
    if (System.getProperty(BoxProcess.CLASSES_PROPERTY) instanceof String mutated) {
      classPath.add(mutated);
    }
    classPath.add(System.getProperty("java.class.path"));
    Process started =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                String.join(":", classPath),
                "dev.roadcase.console.Main",
                "upstream",
                "--fleet-dir",
                fleet.toString(),
                "--data",
                data.toString(),
                "--listen",
                "127.0.0.1:" + port)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader out = started.inputReader();
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.equals("upstream: ready")) {
        return started;
      }
    }
    throw new AssertionError("the upstream ended before it was ready");
  }

  /** SIGTERM, and waits. Its exit code. */
  int stop() throws InterruptedException {
    process.toHandle().destroy();
    return ended();
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
