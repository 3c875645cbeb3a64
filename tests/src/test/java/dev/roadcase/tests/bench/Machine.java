package dev.roadcase.tests.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadcase.wire.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** What the figures were measured on: without it they mean nothing. */
final class Machine {
  private Machine() {}

  /** This machine, with its file system under {@code folder}. */
  static ObjectNode describe(Path folder) throws IOException {
    ObjectNode node = Json.MAPPER.createObjectNode();
    node.put("date", LocalDate.now(ZoneOffset.UTC).toString());
    node.put("cpu", lineOf("/proc/cpuinfo", "model name"));
    node.put("cores", Runtime.getRuntime().availableProcessors());
    node.put("memory", lineOf("/proc/meminfo", "MemTotal"));
    node.put(
        "system",
        System.getProperty("os.name")
            + " "
            + System.getProperty("os.version")
            + " "
            + System.getProperty("os.arch"));
    node.put(
        "disk",
        Files.getFileStore(folder).toString().replaceAll("^.*\\((.*)\\)$", "$1")
            + ", "
            + Files.getFileStore(folder).type());
    node.put("java", System.getProperty("java.vendor.version") + " " + Runtime.version());
    node.put("loadBefore", load());
    return node;
  }

  /** How many wanted to run in the last minute. */
  static String load() throws IOException {
    return Files.readString(Path.of("/proc/loadavg")).split(" ", 2)[0];
  }

  private static String lineOf(String file, String key) throws IOException {
    return Files.readAllLines(Path.of(file)).stream()
        .filter(line -> line.startsWith(key))
        .findFirst()
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .orElse("unknown");
  }
}
