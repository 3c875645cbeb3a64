package dev.roadcase.provisioning;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadcase.provisioning.fleet.Fleet;
import dev.roadcase.provisioning.fleet.FleetExport;
import dev.roadcase.wire.json.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code roadcase fleet export}. */
@Command(
    name = "export",
    description = {
      "Writes what others need to check this fleet's boxes; nothing of it is secret.",
      "Certificates, public keys, lists of revocations. Into a new folder; never overwrites."
    })
final class FleetExportCommand implements Callable<Integer> {
  private final Surroundings here;

  @Parameters(paramLabel = "TO", arity = "1", description = "The new folder.")
  private Path to = Path.of("export");

  @Mixin private FleetFolderOption fleetFolder = new FleetFolderOption();

  @Mixin private OutputOptions output = new OutputOptions();

  FleetExportCommand(Surroundings here) {
    this.here = here;
  }

  @Override
  public Integer call() throws IOException {
    Fleet fleet = Fleet.open(fleetFolder.folder());
    List<String> files = new FleetExport(fleet).write(to);
    if (output.json()) {
      ObjectNode node = Json.MAPPER.createObjectNode().put("folder", to.toString());
      files.forEach(node.putArray("files")::add);
      here.out().println(node);
    } else {
      here.out().println("Fleet " + fleet.id() + ", for others, in " + to);
      files.forEach(file -> here.out().println("  " + file));
    }
    if (fleet.rootList().isEmpty()) {
      here.err()
          .println("note: the root has no list of its own yet; the next `fleet show` makes it");
    }
    return Exit.FINE;
  }
}
