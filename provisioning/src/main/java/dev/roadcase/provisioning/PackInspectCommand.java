package dev.roadcase.provisioning;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadcase.core.pack.AssetId;
import dev.roadcase.core.pack.Item;
import dev.roadcase.core.pack.Stock;
import dev.roadcase.provisioning.fleet.Fleet;
import dev.roadcase.wire.pack.AssetSink;
import dev.roadcase.wire.pack.PackFile;
import dev.roadcase.wire.pack.ReadablePack;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code roadcase pack inspect}. */
@Command(name = "inspect", description = "Says what is in a pack, and who signed it.")
final class PackInspectCommand implements Callable<Integer> {
  private final Surroundings here;

  @Parameters(paramLabel = "FILE", arity = "1", description = "The pack.")
  private Path file = Path.of("show.rcpack");

  @Option(
      names = "--fleet-dir",
      paramLabel = "DIR",
      description = "Checks it against this fleet's root, as its boxes do.")
  private @Nullable Path fleetFolder;

  /** As it was spelt once. */
  @Option(names = "--fleet", paramLabel = "DIR", hidden = true)
  private @Nullable Path formerly;

  @Option(names = "--items", description = "Lists its items, too.")
  private boolean items;

  @Mixin private OutputOptions output = new OutputOptions();

  PackInspectCommand(Surroundings here) {
    this.here = here;
  }

  @Override
  public Integer call() throws IOException {
    byte[] head = PackFile.head(NoInput.file(file));
    ReadablePack pack = PackFile.open(head);
    PackFile.assets(file, EVERYTHING);
    Path fleet = fleetFolder == null ? formerly : fleetFolder;
    if (fleet != null) {
      long now = here.clock().millis();
      PackFile.read(head, Fleet.open(fleet).root(), now, now);
    }
    if (output.json()) {
      ObjectNode node = PackPages.json(pack).put("trusted", fleet != null);
      if (items) {
        list(node.putArray("list"), pack);
      }
      here.out().println(node);
    } else {
      here.out().println(file);
      PackPages.text(here.out(), pack);
      here.out()
          .println(
              fleet == null
                  ? "  signed     whole and unchanged; by whom was not checked (--fleet-dir DIR does)"
                  : "  signed     by a show of this fleet: its boxes take it");
      if (items) {
        pack.pack()
            .items()
            .values()
            .forEach(item ->
                here.out().printf("  %-24s %14s  %s%n", item.sku(), item.price(), item.label()));
      }
    }
    return Exit.FINE;
  }

  private static void list(ArrayNode list, ReadablePack pack) {
    for (Item item : pack.pack().items().values()) {
      ObjectNode node = list.addObject();
      node.put("sku", item.sku().value());
      node.put("product", item.product());
      node.put("title", item.title());
      item.options().forEach(node.putArray("options")::add);
      node.put("price", item.price().minor());
      node.put("tax", item.taxClass());
      switch (item.stock()) {
        case Stock.Untracked() -> node.putNull("opening");
        case Stock.Tracked(var opening) -> node.put("opening", opening.milli());
      }
      item.pictures().forEach(id -> node.withArray("pictures").add(id.hex()));
    }
  }

  /** Reads all of it, so that all of it is checked. */
  private static final AssetSink EVERYTHING =
      new AssetSink() {
        @Override
        public boolean wanted(AssetId id) {
          return true;
        }

        @Override
        public void take(AssetId id, String type, long size, InputStream content) {
          // Whatever is left unread is read and checked by who hands it over.
        }
      };
}
