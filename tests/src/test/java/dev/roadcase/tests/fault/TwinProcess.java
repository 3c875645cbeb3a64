package dev.roadcase.tests.fault;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** The twin as it ships, as a process of its own; and what a visitor says at its door. */
final class TwinProcess implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 30;

  private final Process process;
  private final List<String> said = new CopyOnWriteArrayList<>();

  TwinProcess(Path config) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(
        List.of(
            "-XX:+UseSerialGC",
            "-XX:+UseCompactObjectHeaders",
            "-XX:TieredStopAtLevel=1",
            "-Xmx16m",
            "-cp",
            String.join(":", Workshop.boxClassPath()),
            "dev.roadcase.app.Main",
            "box",
            "twin",
            "--config",
            config.toString()));
    process = new ProcessBuilder(command).redirectErrorStream(true).start();
    Thread.ofPlatform()
        .daemon()
        .start(() -> {
          try (BufferedReader reader =
              new BufferedReader(new InputStreamReader(process.getInputStream()))) {
            reader.lines().forEach(said::add);
          } catch (IOException e) {
            said.add(e.toString());
          }
        });
  }

  /** What it printed so far, line by line. */
  List<String> said() {
    return List.copyOf(said);
  }

  /** SIGTERM. Its exit code. */
  int stop() throws InterruptedException {
    // By its handle: the process's own method closes its output, and the last words are lost.
    process.toHandle().destroy();
    return ended();
  }

  /** Its exit code, once it has ended by itself. */
  int ended() throws InterruptedException {
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("the twin did not end: " + said);
    }
    return process.exitValue();
  }

  @Override
  public void close() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }

  /** The whole answer to a GET at a visitors' door, head and all. */
  static String get(int port, String path) throws IOException {
    return ask(port, "GET " + path + " HTTP/1.1\r\nHost: box\r\nConnection: close\r\n\r\n");
  }

  static String ask(int port, String request) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.setSoTimeout(5_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      try (InputStream in = socket.getInputStream()) {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
      }
    }
  }
}
