package dev.roadcase.provisioning;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadcase.core.pack.Pack;
import dev.roadcase.provisioning.pack.PackDiff;
import dev.roadcase.wire.json.Json;
import dev.roadcase.wire.pack.PackFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code roadcase pack diff}. */
@Command(
    name = "diff",
    description = {
      "Says what differs between two packs for whoever sells from them.",
      "Ends with 0 when nothing does, with 1 when something does."
    })
final class PackDiffCommand implements Callable<Integer> {
  private final Surroundings here;

  @Parameters(index = "0", paramLabel = "BEFORE", description = "A pack.")
  private Path before = Path.of("before.rcpack");

  @Parameters(index = "1", paramLabel = "AFTER", description = "Another.")
  private Path after = Path.of("after.rcpack");

  @Mixin private OutputOptions output = new OutputOptions();

  PackDiffCommand(Surroundings here) {
    this.here = here;
  }

  @Override
  public Integer call() throws IOException {
    Pack was = PackFile.open(PackFile.head(NoInput.file(before))).pack();
    Pack is = PackFile.open(PackFile.head(NoInput.file(after))).pack();
    PackDiff diff = PackDiff.between(was, is);
    if (output.json()) {
      here.out().println(json(diff, was, is));
    } else {
      text(diff, was, is);
    }
    return diff.changes().isEmpty() ? Exit.FINE : Exit.DIFFERENT;
  }

  private void text(PackDiff diff, Pack was, Pack is) {
    for (PackDiff.Change change : diff.changes()) {
      here.out()
          .println(
              switch (change.kind()) {
                case ADDED -> "+ %-24s %s".formatted(change.what(), change.after());
                case REMOVED -> "- %-24s %s".formatted(change.what(), change.before());
                default ->
                    "~ %-24s %s: %s -> %s"
                        .formatted(
                            change.what(), word(change.kind()), change.before(), change.after());
              });
    }
    here.out()
        .println(
            diff.changes().isEmpty()
                ? "Nothing differs: %d items in both.".formatted(is.items().size())
                : "%d items before, %d after: %s"
                    .formatted(was.items().size(), is.items().size(), totals(diff)));
  }

  private static String totals(PackDiff diff) {
    return Arrays.stream(PackDiff.Kind.values())
        .filter(kind -> diff.count(kind) > 0)
        .map(kind -> diff.count(kind) + " " + word(kind))
        .collect(Collectors.joining(", "));
  }

  private static ObjectNode json(PackDiff diff, Pack was, Pack is) {
    ObjectNode node = Json.MAPPER.createObjectNode();
    node.put("before", was.id().hex()).put("after", is.id().hex());
    node.put("same", diff.changes().isEmpty());
    ObjectNode totals = node.putObject("totals");
    for (PackDiff.Kind kind : PackDiff.Kind.values()) {
      totals.put(word(kind), diff.count(kind));
    }
    ArrayNode changes = node.putArray("changes");
    for (PackDiff.Change change : diff.changes()) {
      changes
          .addObject()
          .put("kind", word(change.kind()))
          .put("what", change.what())
          .put("before", change.before())
          .put("after", change.after());
    }
    return node;
  }

  private static String word(PackDiff.Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }
}
