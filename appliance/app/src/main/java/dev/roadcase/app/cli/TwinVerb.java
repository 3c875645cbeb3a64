package dev.roadcase.app.cli;

import dev.roadcase.app.config.BoxConfig;
import dev.roadcase.app.config.ConfigFile;
import dev.roadcase.app.screens.ScreenFiles;
import dev.roadcase.app.twin.Twin;
import dev.roadcase.wire.commandline.Sysexits;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

/** {@code roadcase box twin}: the process that shows the shop while the box does not. */
@Command(
    name = "twin",
    description =
        "Shows the shop at the visitors' door whenever the box is down. Runs beside the box until"
            + " it is asked to stop.")
public final class TwinVerb implements Callable<Integer> {
  @Mixin HelpOptions help = new HelpOptions();

  private static final int CANNOT_CREATE = Sysexits.CANNOT_CREATE.code();
  private static final int IN_USE = Sysexits.LATER.code();

  @ParentCommand private BoxOptions box = new BoxOptions();

  @Override
  public Integer call() throws InterruptedException {
    try {
      BoxConfig config = ConfigFile.read(box.config());
      if (config.http().port() == 0) {
        return failed(
            Sysexits.CONFIG.code(),
            "the twin stands in at the box's own address, so \"listen.http\" names a port, not 0");
      }
      Twin.run(
          config.dataDir(),
          new InetSocketAddress(config.http().host(), config.http().port()),
          ScreenFiles.SECURITY_POLICY);
      return 0;
    } catch (ConfigFile.Invalid e) {
      return failed(Sysexits.CONFIG.code(), String.valueOf(e.getMessage()));
    } catch (Twin.Running e) {
      return failed(IN_USE, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      return failed(
          CANNOT_CREATE,
          "its socket cannot be made in data_dir: "
              + e.getMessage()
              + ". Check that the folder can be written, and that its path is shorter than 90"
              + " characters.");
    }
  }

  private static int failed(int code, String message) {
    Columns.complain("roadcase box twin", message);
    return code;
  }
}
