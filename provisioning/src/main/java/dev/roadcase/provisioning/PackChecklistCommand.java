package dev.roadcase.provisioning;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadcase.provisioning.catalogue.Note;
import dev.roadcase.provisioning.pack.Checklist;
import dev.roadcase.wire.json.Json;
import dev.roadcase.wire.pack.PackFile;
import dev.roadcase.wire.pack.ReadablePack;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code roadcase pack checklist}. */
@Command(
    name = "checklist",
    description = {
      "A list for the crew to go through before the show, to be printed.",
      "LOOK marks what is no error, but should be checked by a person."
    })
final class PackChecklistCommand implements Callable<Integer> {
  private final Surroundings here;

  @Parameters(paramLabel = "FILE", arity = "1", description = "The pack.")
  private Path file = Path.of("show.rcpack");

  @Mixin private OutputOptions output = new OutputOptions();

  PackChecklistCommand(Surroundings here) {
    this.here = here;
  }

  @Override
  public Integer call() throws IOException {
    ReadablePack pack = PackFile.open(PackFile.head(NoInput.file(file)));
    Checklist list = Checklist.of(pack, here.clock().instant());
    if (output.json()) {
      ObjectNode node = Json.MAPPER.createObjectNode().put("pack", pack.pack().id().hex());
      ArrayNode lines = node.putArray("lines");
      for (Checklist.Line line : list.lines()) {
        ObjectNode entry = lines.addObject().put("pass", line.pass()).put("what", line.what());
        line.which().forEach(entry.putArray("which")::add);
      }
      here.out().println(node);
      return Exit.FINE;
    }
    here.out()
        .println(
            "Pack %s of %s, version %d, %d items"
                .formatted(
                    file.getFileName(),
                    pack.pack().show(),
                    pack.pack().version(),
                    pack.pack().items().size()));
    for (Checklist.Line line : list.lines()) {
      here.out().println("[ ] " + (line.pass() ? "PASS  " : "LOOK  ") + line.what());
      if (!line.which().isEmpty()) {
        here.out().println(PackPages.folded("         ", new Note("", "", line.which()).some()));
      }
    }
    return Exit.FINE;
  }
}
