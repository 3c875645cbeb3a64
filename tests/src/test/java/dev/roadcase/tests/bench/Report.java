package dev.roadcase.tests.bench;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadcase.wire.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/** Rows of figures, as JSON for machines and as a page for people. */
final class Report {

  /** Which way is better. */
  enum Better {
    HIGHER,
    LOWER,
    NEITHER
  }

  /** The plain thing that was measured beside ours. */
  record Peer(String name, double value) {}

  /**
   * One figure: a median over the rounds.
   *
   * @param aimedRatio ours ÷ peer
   */
  record Row(
      String what,
      String unit,
      double ours,
      Better better,
      Optional<Peer> peer,
      OptionalDouble aim,
      OptionalDouble aimedRatio) {}

  private static final OptionalDouble NONE = OptionalDouble.empty();

  private final String name;
  private final ObjectNode machine;
  private final List<Row> rows = new ArrayList<>();
  private final List<String> remarks = new ArrayList<>();

  Report(String name, ObjectNode machine) {
    this.name = name;
    this.machine = machine;
  }

  void row(String what, String unit, double ours, Better better) {
    rows.add(new Row(what, unit, ours, better, Optional.empty(), NONE, NONE));
  }

  void aimed(String what, String unit, double ours, Better better, double aim) {
    rows.add(new Row(what, unit, ours, better, Optional.empty(), OptionalDouble.of(aim), NONE));
  }

  void against(String what, String unit, double ours, Better better, Peer peer) {
    rows.add(new Row(what, unit, ours, better, Optional.of(peer), NONE, NONE));
  }

  /** As {@link #against}, where ours ÷ peer is to be at least, or at most, so much. */
  void againstAimed(
      String what, String unit, double ours, Better better, Peer peer, double aimedRatio) {
    rows.add(
        new Row(
            what,
            unit,
            ours,
            better,
            Optional.of(peer),
            OptionalDouble.of(aimedRatio * peer.value()),
            OptionalDouble.of(aimedRatio)));
  }

  void remark(String remark) {
    remarks.add(remark);
  }

  void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve(name + ".json"), json().toPrettyString() + "\n");
    Files.writeString(folder.resolve(name + ".md"), page());
  }

  private ObjectNode json() {
    ObjectNode node = Json.MAPPER.createObjectNode();
    node.put("name", name);
    node.set("machine", machine);
    ArrayNode list = node.putArray("rows");
    for (Row row : rows) {
      ObjectNode one = list.addObject();
      one.put("what", row.what).put("unit", row.unit).put("ours", rounded(row.ours));
      row.peer.ifPresent(
          p -> one.putObject("peer").put("name", p.name).put("value", rounded(p.value)));
      row.aim.ifPresent(aim -> one.put("aim", rounded(aim)));
      row.aimedRatio.ifPresent(ratio -> one.put("aimedRatio", ratio));
      if (row.better != Better.NEITHER) {
        one.put("better", row.better.name().toLowerCase(Locale.ROOT));
      }
    }
    ArrayNode said = node.putArray("remarks");
    remarks.forEach(said::add);
    return node;
  }

  String page() {
    StringBuilder page = new StringBuilder("# Bench: " + name + "\n\n");
    machine
        .fields()
        .forEachRemaining(
            f -> page.append("* %s: %s\n".formatted(f.getKey(), f.getValue().asText())));
    page.append("\n| what | ours | unit | peer | ours ÷ peer | aim |\n|---|---|---|---|---|---|\n");
    for (Row row : rows) {
      page.append(
          "| %s | %s | %s | %s | %s | %s |\n"
              .formatted(
                  row.what,
                  text(row.ours),
                  row.unit,
                  row.peer.map(p -> text(p.value) + " (" + p.name + ")").orElse(""),
                  row.peer.map(p -> text(row.ours / p.value)).orElse(""),
                  aim(row)));
    }
    page.append('\n');
    remarks.forEach(r -> page.append("* ").append(r).append('\n'));
    return page.toString();
  }

  private static String aim(Row row) {
    if (row.aim.isEmpty()) {
      return "";
    }
    double aim = row.aim.getAsDouble();
    boolean met = row.better == Better.HIGHER ? row.ours >= aim : row.ours <= aim;
    return (row.better == Better.HIGHER ? "≥ " : "≤ ")
        + (row.aimedRatio.isPresent() ? text(row.aimedRatio.getAsDouble()) + " ×" : text(aim))
        + (met ? ", met" : ", missed");
  }

  private static double rounded(double value) {
    return Double.parseDouble("%.4g".formatted(value));
  }

  private static String text(double value) {
    return Math.abs(value) >= 100
        ? "%,d".formatted(Math.round(value))
        : java.math.BigDecimal.valueOf(rounded(value))
            .round(new java.math.MathContext(3))
            .stripTrailingZeros()
            .toPlainString();
  }
}
