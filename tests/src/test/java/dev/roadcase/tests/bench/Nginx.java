package dev.roadcase.tests.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Debian's nginx with a configuration of our own, serving a folder: the peer of HTTP. */
final class Nginx implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 10;

  private final Process process;
  private final int port;

  private Nginx(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Where the program is; installs it where we may. Empty when it cannot be had. */
  static Optional<String> program() throws IOException, InterruptedException {
    return Tools.find("nginx", "nginx-light", "nginx");
  }

  /**
   * Starts it on a free port.
   *
   * @param folder for its configuration and logs, and {@code folder/files}, which it serves
   */
  static Nginx start(String program, Path folder, int workers)
      throws IOException, InterruptedException {
    int port = Workbench.freePort();
    Path config = folder.resolve("nginx.conf");
    Files.writeString(config, configuration(port, workers));
    Process process =
        new ProcessBuilder(program, "-p", folder.toString(), "-c", config.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("nginx.log").toFile())
            .start();
    Nginx nginx = new Nginx(process, port);
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!nginx.listens()) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        nginx.close();
        throw new IOException(
            "nginx did not come up:\n" + Files.readString(folder.resolve("nginx.log")));
      }
      Thread.sleep(20);
    }
    return nginx;
  }

  int port() {
    return port;
  }

  /** CPU of the master and all workers so far. */
  double cpuMillis() throws IOException {
    double sum = 0;
    List<ProcessHandle> all =
        Stream.concat(Stream.of(process.toHandle()), process.descendants()).toList();
    for (ProcessHandle one : all) {
      sum += ProcessReading.of(one.pid()).cpuMillis();
    }
    return sum;
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private boolean listens() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * What a peer needs to be at its best here: no log, files kept open, as many requests a line as
   * come.
   */
  private static String configuration(int port, int workers) {
    return """
    %s
    daemon off;
    worker_processes %d;
    pid nginx.pid;
    error_log nginx-error.log;
    events { worker_connections 1024; }
    http {
      types { application/json json; image/jpeg jpg; }
      access_log off;
      sendfile on;
      tcp_nopush on;
      gzip_static on;
      open_file_cache max=100;
      keepalive_requests 100000000;
      client_body_temp_path body;
      proxy_temp_path proxy;
      fastcgi_temp_path fastcgi;
      uwsgi_temp_path uwsgi;
      scgi_temp_path scgi;
      server {
        listen 127.0.0.1:%d;
        root files;
      }
    }
    """
        .formatted(root() ? "user root;" : "", workers, port);
  }

  /** Its workers would become nobody, who may not read our folder. */
  private static boolean root() {
    return "root".equals(System.getProperty("user.name"));
  }
}
