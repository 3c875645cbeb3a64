package dev.roadcase.app.cli;

import dev.roadcase.app.config.BoxConfig;
import dev.roadcase.app.config.ConfigFile;
import dev.roadcase.app.disk.DiskSpace;
import dev.roadcase.app.export.Export;
import dev.roadcase.app.export.ExportClaim;
import dev.roadcase.app.export.ExportRegister;
import dev.roadcase.app.export.OwnDisk;
import dev.roadcase.app.journal.JournalFailure;
import dev.roadcase.wire.commandline.ShellWord;
import dev.roadcase.wire.commandline.Sysexits;
import dev.roadcase.wire.json.Json;
import dev.roadcase.wire.x509.KitFolder;
import dev.roadcase.wire.x509.NotTrusted;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code roadcase box export}: the box's books on a stick, whether it runs or not. */
@Command(
    name = "export",
    description = "Writes the box's signed log and its sales as a table, beside a box that runs.",
    footerHeading = "%nExamples:%n",
    footer = {"  roadcase box export --to /media/usb", "  roadcase box export --to saturday.zip"},
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      " 0:written and flushed",
      "65:the journal is damaged; nothing was written",
      "66:there is no journal to read",
      "73:there is no room, or no place to write to, or the box needs it; nothing was written",
      "78:the configuration cannot be used"
    })
public final class ExportVerb implements Callable<Integer> {
  @Mixin HelpOptions help = new HelpOptions();

  @ParentCommand private BoxOptions box = new BoxOptions();

  @Option(
      names = "--to",
      required = true,
      paramLabel = "FOLDER|FILE.zip|-",
      description = {
        "An existing folder, such as a stick; a zip file; or standard output, which does not count"
            + " for strike."
      })
  private String to = "";

  @Option(names = "--json", description = "JSON output.")
  private boolean json;

  @Override
  public Integer call() {
    try {
      BoxConfig config = ConfigFile.read(box.config());
      Export.Written written =
          Export.run(
              KitFolder.read(config.identity()),
              config.mode(),
              OwnDisk.under(config.dataDir(), config.disk()),
              to,
              // Not System.out, which swallows what cannot be written.
              new FileOutputStream(FileDescriptor.out));
      tell(config, written);
      written.claim().ifPresent(claim -> count(config, claim));
      written.uncounted().ifPresent(Columns::tell);
      return 0;
    } catch (ConfigFile.Invalid | NotTrusted e) {
      return failed(Sysexits.CONFIG.code(), e);
    } catch (Export.Cannot e) {
      return failed(e.exit(), e);
    } catch (JournalFailure e) {
      return failed(e.exit().code(), e);
    } catch (IOException e) {
      return failed(JournalFailure.Exit.IO.code(), e);
    }
  }

  private void tell(BoxConfig config, Export.Written written) throws IOException {
    boolean standard = to.equals("-");
    if (json && !standard) {
      System.out.println(
          Json.MAPPER
              .createObjectNode()
              .put("where", written.where())
              .put("facts", written.facts())
              .put("rows", written.rows()));
      return;
    }
    // Standard output may be the zip itself.
    Columns.tell(
        "%s: %s, %s of sales."
            .formatted(
                written.where(), counted(written.facts(), "fact"), counted(written.rows(), "row")));
    if (standard) {
      return;
    }
    Path where = Path.of(written.where());
    if (!DiskSpace.same(where, config.dataDir()) && written.uncounted().isEmpty()) {
      Columns.tell("Everything is written: the stick may be unplugged.");
    }
    String log = to.endsWith(".zip") ? "log.rclog" : ShellWord.of(where.resolve("log.rclog"));
    System.err.println("To check it here, type:");
    if (to.endsWith(".zip")) {
      System.err.println("  unzip -p " + ShellWord.of(where) + " '*log.rclog' > log.rclog");
    }
    System.err.println(
        "  roadcase box verify "
            + log
            + " --root "
            + ShellWord.of(KitFolder.rootFile(config.identity())));
    Columns.tell("On another machine, name the fleet's own fleet.pem with --root.");
  }

  /**
   * Has the box count it for "Safe to strike?": the one that runs here, or the next one that
   * starts. The books themselves are written either way.
   */
  private static void count(BoxConfig config, ExportClaim claim) {
    String counted = "Sales from here on are not in it.";
    try {
      Optional<String> refused = ExportNotice.tell(config, claim);
      if (refused.isPresent()) {
        counted = "The panel does not count it: " + refused.get();
      }
    } catch (IOException noBox) {
      try {
        ExportRegister.leave(config.dataDir(), claim);
        counted = "No box answers here; it is counted when the box starts.";
      } catch (IOException e) {
        counted =
            "The panel does not count it: no note can be left in %s (%s). Run this as the user that runs the box."
                .formatted(config.dataDir(), e.getMessage());
      }
    }
    Columns.tell(counted);
    if (claim.ownDisk()) {
      Columns.tell(
          "It lies on the box's own disk: copy it elsewhere before the box is wiped or carried away.");
    }
  }

  private static String counted(long count, String what) {
    return count + " " + what + (count == 1 ? "" : "s");
  }

  private static int failed(int code, Exception e) {
    Columns.complain("roadcase box export", String.valueOf(e.getMessage()));
    return code;
  }
}
