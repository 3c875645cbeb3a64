package dev.roadcase.provisioning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.roadcase.wire.json.Json;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files within the limits are packed, or refused in a sentence, within the heap of the command. */
class LargeExportTest {
  @TempDir Path home;
  private Path csv;

  private record Ran(int exit, String out, String err) {}

  @BeforeEach
  void aFleet() throws Exception {
    csv = home.resolve("products.csv");
    assertEquals(
        0, run("fleet", "init", "--fleet-dir", at("fleet"), "--fleet", "a", "--show", "b").exit);
  }

  @Test
  void fifteenThousandProductsOfEightPicturesArePacked() throws Exception {
    String filler = ",Column %d".repeat(48).formatted((Object[]) numbers(48));
    try (BufferedWriter out = Files.newBufferedWriter(csv)) {
      out.write(
          "Handle,Title,Body (HTML),Option1 Name,Option1 Value,Variant SKU,Variant Inventory Tracker,"
              + "Variant Inventory Qty,Variant Price,Image Src,Image Position"
              + filler
              + "\n");
      String empty = ",".repeat(48);
      for (int product = 0; product < 15_000; product++) {
        out.write(
            "thing-number-%d,Thing number %d,<p>%s</p>,Title,Default Title,SKU-%d,shopify,5,10.00,https://cdn.example/files/thing-%d-1.jpg?v=17,1%s\n"
                .formatted(product, product, "A good thing. ".repeat(20), product, product, empty));
        for (int picture = 2; picture < 9; picture++) {
          out.write(
              "thing-number-%d,,,,,,,,,https://cdn.example/files/thing-%d-%d.jpg?v=17,%d%s\n"
                  .formatted(product, product, picture, picture, empty));
        }
      }
    }
    Ran ran = build();
    assertEquals(0, ran.exit, ran.err);
    assertEquals(15_000, Json.MAPPER.readTree(ran.out).get("items").asInt());
  }

  @Test
  void sixHundredThousandRowsAreRefusedInASentence() throws Exception {
    try (BufferedWriter out = Files.newBufferedWriter(csv)) {
      out.write("sku,title,price,stock\n");
      for (int i = 0; i < 600_000; i++) {
        out.write("SKU-%d,A thing of number %d,1.00,5\n".formatted(i, i));
      }
    }
    Ran ran = build();
    assertEquals(65, ran.exit, ran.err);
    assertTrue(ran.err.contains("a pack has at most 20000 items"), ran.err);
  }

  @Test
  void aHundredThousandPricesWithACommaAreRefusedInAFewLines() throws Exception {
    try (BufferedWriter out = Files.newBufferedWriter(csv)) {
      out.write("sku,title,price\n");
      for (int i = 0; i < 100_000; i++) {
        out.write("SKU-%d,Thing %d,\"1,%02d\"\n".formatted(i, i, i % 100));
      }
    }
    Ran ran = build();
    assertEquals(65, ran.exit, ran.err);
    assertTrue(ran.err.lines().count() < 20, ran.err);
  }

  @Test
  void manyVariantsOfLongDescriptionsArePacked() throws Exception {
    try (BufferedWriter out = Files.newBufferedWriter(csv)) {
      out.write("Handle,Title,Body (HTML),Option1 Name,Option1 Value,Variant SKU,Variant Price\n");
      for (int product = 0; product < 60; product++) {
        out.write(
            "p-%d,Product %d,%s,Size,0,P-%d-0,1.00\n"
                .formatted(product, product, "long words ".repeat(260), product));
        for (int variant = 1; variant < 100; variant++) {
          out.write("p-%d,,,,%d,P-%d-%d,1.00\n".formatted(product, variant, product, variant));
        }
      }
    }
    Ran ran = build();
    assertEquals(0, ran.exit, ran.err);
    assertEquals(6_000, Json.MAPPER.readTree(ran.out).get("items").asInt());
    assertTrue(ran.err.replaceAll("\\s+", " ").contains("Description cut to"), ran.err);
  }

  @Test
  void whatIsLongerThanAnyExportIsNotReadAtAll() throws Exception {
    try (var file = new java.io.RandomAccessFile(csv.toFile(), "rw")) {
      file.setLength(3L << 30);
    }
    Ran ran = build();
    assertEquals(65, ran.exit, ran.err);
    assertTrue(ran.err.contains("bytes are too much"), ran.err);
  }

  private static Object[] numbers(int many) {
    List<Object> numbers = new ArrayList<>();
    for (int i = 0; i < many; i++) {
      numbers.add(i);
    }
    return numbers.toArray();
  }

  private Ran build() throws Exception {
    return run(
        "pack",
        "build",
        csv.toString(),
        "--fleet-dir",
        at("fleet"),
        "--currency",
        "EUR",
        "--tax",
        "21%",
        "--tax-included",
        "--json",
        "-o",
        at("b.rcpack"));
  }

  private String at(String name) {
    return home.resolve(name).toString();
  }

  /** As ./roadcase starts it, heap and all. */
  private Ran run(String... words) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+ExitOnOutOfMemoryError",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.roadcase.provisioning.Main"));
    command.addAll(List.of(words));
    Path out = home.resolve("out");
    Path err = home.resolve("err");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    return new Ran(process.waitFor(), Files.readString(out), Files.readString(err));
  }
}
