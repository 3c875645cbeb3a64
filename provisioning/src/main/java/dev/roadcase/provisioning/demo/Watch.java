package dev.roadcase.provisioning.demo;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadcase.wire.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.Callable;

/**
 * Looks at the box twice a second and writes down what it says of itself and to whom it has
 * sockets; also what the demo did to it, and when.
 */
final class Watch implements AutoCloseable {
  private static final long LOOK_MILLIS = 500;

  private final Path file;
  private final Callable<ObjectNode> look;
  private final Thread thread;
  private volatile boolean closed;

  Watch(Path file, Callable<ObjectNode> look) {
    this.file = file;
    this.look = look;
    this.thread = Thread.ofPlatform().name("watch").daemon().start(this::run);
  }

  /** Notes that something was done to the site. */
  void did(String done, ObjectNode more) throws IOException {
    write(more.put("done", done));
  }

  void did(String done) throws IOException {
    did(done, Json.MAPPER.createObjectNode());
  }

  /** The remote ends of a process's TCP sockets, as far as the system tells. */
  static ArrayNode peers(long pid) {
    ArrayNode peers = Json.MAPPER.createArrayNode();
    Set<String> seen = Sockets.remotes(pid);
    seen.forEach(peers::add);
    return peers;
  }

  private void run() {
    while (!closed) {
      try {
        write(look.call());
      } catch (Exception e) {
        // The box is down, or busy: that it did not answer is not for this file to judge.
      }
      try {
        Thread.sleep(LOOK_MILLIS);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private synchronized void write(ObjectNode line) throws IOException {
    line.put("at", System.currentTimeMillis());
    Files.writeString(
        file,
        line + "\n",
        StandardCharsets.UTF_8,
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }
}
