package dev.roadcase.provisioning.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadcase.wire.json.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * What one device was shown, on its own disk: a line of JSON for each answer, flushed before the
 * device goes on. The checker holds the box and upstream to these files.
 */
final class DeviceLog implements AutoCloseable {
  private final FileChannel channel;

  DeviceLog(Path file) throws IOException {
    channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  synchronized void write(String event, ObjectNode line) throws IOException {
    line.put("event", event).put("at", System.currentTimeMillis());
    channel.write(ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8)));
    channel.force(false);
  }

  static ObjectNode line() {
    return Json.MAPPER.createObjectNode();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
