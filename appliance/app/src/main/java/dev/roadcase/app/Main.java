package dev.roadcase.app;

import dev.roadcase.app.assets.NoRoom;
import dev.roadcase.app.cli.AuditVerb;
import dev.roadcase.app.cli.BoxOptions;
import dev.roadcase.app.cli.ClientVerb;
import dev.roadcase.app.cli.CodeVerb;
import dev.roadcase.app.cli.CompletionVerb;
import dev.roadcase.app.cli.CrewVerb;
import dev.roadcase.app.cli.DeviceVerbs;
import dev.roadcase.app.cli.ExportVerb;
import dev.roadcase.app.cli.HelpOptions;
import dev.roadcase.app.cli.RevokeVerb;
import dev.roadcase.app.cli.StatusVerb;
import dev.roadcase.app.cli.Terminal;
import dev.roadcase.app.cli.TwinVerb;
import dev.roadcase.app.cli.UsageErrors;
import dev.roadcase.app.cli.Verbs;
import dev.roadcase.app.cli.VerifyVerb;
import dev.roadcase.app.config.BoxConfig;
import dev.roadcase.app.config.ConfigFile;
import dev.roadcase.app.folder.DataFolder;
import dev.roadcase.app.http.Doors;
import dev.roadcase.app.journal.JournalFailure;
import dev.roadcase.app.logging.FloodGate;
import dev.roadcase.app.logging.LogFormat;
import dev.roadcase.app.status.Release;
import dev.roadcase.app.systemd.Systemd;
import dev.roadcase.drivers.simulated.BadScenario;
import dev.roadcase.wire.commandline.Folded;
import dev.roadcase.wire.commandline.StandardOutput;
import dev.roadcase.wire.commandline.Sysexits;
import dev.roadcase.wire.pack.BadPack;
import dev.roadcase.wire.x509.NotTrusted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command line of the box process: {@code roadcase box}. Exit codes follow sysexits(3). */
@Command(
    name = "roadcase",
    description = "The box itself.",
    versionProvider = Main.VersionLine.class,
    subcommands = Main.BoxVerb.class)
public final class Main {
  @Mixin HelpOptions help = new HelpOptions();

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Show the version.")
  boolean version;

  private static final int OPEN_FILES_MIN = 256;

  Main() {}

  public static void main(String[] args) {
    int openFiles = tooFewOpenFiles(limits());
    if (openFiles > 0) {
      System.err.println(
          "roadcase box: only "
              + openFiles
              + " files may be open at once here, and the box needs "
              + OPEN_FILES_MIN
              + " to start and one more a connection. Start it after `ulimit -n 4096`, or with"
              + " LimitNOFILE=4096 in its unit.");
      System.exit(Sysexits.OS_ERROR.code());
    }
    System.exit(
        isPlainStart(args)
            ? start(args[2])
            : StandardOutput.exitCode(
                commandLine(Terminal.ofThisProcess()).execute(args),
                "roadcase box",
                System.out,
                System.err));
  }

  /** All that {@code roadcase box} understands. */
  public static CommandLine commandLine(Terminal terminal) {
    return new CommandLine(Main.class, new Verbs(terminal))
        .setUsageHelpWidth(Folded.helpColumns(System.getenv()))
        .setParameterExceptionHandler(new UsageErrors());
  }

  /**
   * {@code box --config FILE}, as the service starts it: the command line of all verbs, which the
   * JVM cannot archive, is a seventh of a start.
   */
  private static boolean isPlainStart(String[] args) {
    return args.length == 3
        && args[0].equals("box")
        && args[1].equals("--config")
        && !args[2].startsWith("-");
  }

  private static int start(String config) {
    try {
      return new BoxVerb(Path.of(config)).call();
    } catch (RuntimeException e) {
      e.printStackTrace();
      return CommandLine.ExitCode.SOFTWARE;
    }
  }

  /**
   * How many files may be open at once, when that is too few to load the box's own classes; 0 when
   * it is enough, or nobody can say. Asked before any library is: a class that cannot be opened is
   * reported as one that is missing.
   */
  static int tooFewOpenFiles(String limits) {
    String row = "Max open files";
    int at = limits.indexOf(row);
    if (at < 0) {
      return 0;
    }
    String soft = limits.substring(at + row.length()).strip();
    int end = soft.indexOf(' ');
    try {
      int limit = Integer.parseInt(end < 0 ? soft : soft.substring(0, end));
      return limit < OPEN_FILES_MIN ? limit : 0;
    } catch (NumberFormatException e) {
      // unlimited
      return 0;
    }
  }

  private static String limits() {
    try {
      return Files.readString(Path.of("/proc/self/limits"));
    } catch (IOException e) {
      return "";
    }
  }

  @Command(
      name = "box",
      description = {
        "Runs one box in the foreground, until it is asked to stop.",
        "",
        "With a verb behind it, asks the box that runs here:"
      },
      versionProvider = VersionLine.class,
      subcommands = {
        CodeVerb.class,
        CrewVerb.class,
        DeviceVerbs.Waiting.class,
        DeviceVerbs.LetIn.class,
        DeviceVerbs.TurnAway.class,
        DeviceVerbs.Devices.class,
        RevokeVerb.class,
        DeviceVerbs.Resume.class,
        DeviceVerbs.Unlock.class,
        DeviceVerbs.TokenList.class,
        ClientVerb.class,
        ClientVerb.All.class,
        StatusVerb.class,
        ExportVerb.class,
        AdoptVerb.class,
        VerifyVerb.class,
        AuditVerb.class,
        TwinVerb.class,
        CompletionVerb.class
      },
      exitCodeListHeading = "%nExit codes:%n",
      exitCodeList = {
        " 0:stopped in good order; or the verb was done",
        "64:the command line cannot be understood",
        "65:the journal or the pack cannot be used; or the box said no",
        "69:a port is taken; or no box answers",
        "70:a fault of the box itself, or a start that has stood still for ten minutes",
        "71:the system gives the box too few open files",
        "73:the data folder cannot be written",
        "74:the disk failed",
        "75:another box runs on this data folder; or the box cannot at the moment",
        "78:the configuration cannot be used"
      },
      footerHeading = "%nExamples:%n",
      footer = {
        "  roadcase box --example-config > roadcase.toml",
        "  roadcase box --config roadcase.toml",
        "  roadcase box status",
        "  roadcase box crew"
      })
  static final class BoxVerb extends BoxOptions implements Callable<Integer> {
    @Mixin HelpOptions help = new HelpOptions();

    @Option(
        names = {"-V", "--version"},
        versionHelp = true,
        description = "Show the version.")
    boolean version;

    @Option(
        names = "--print-config",
        description = "Prints every value that counts and where it comes from, and starts nothing.")
    private boolean printConfig;

    @Option(
        names = "--example-config",
        description = "Prints a roadcase.toml with every key explained, and starts nothing.")
    private boolean exampleConfig;

    @Option(
        names = "--new",
        description = {
          "Begins anew, in a new incarnation, where the journal is gone or cannot be used. What is"
              + " left of the old one is moved into a folder of its own in data_dir; nothing is"
              + " deleted. A journal that can be used goes on counting."
        })
    private boolean anew;

    BoxVerb() {}

    BoxVerb(Path config) {
      super(config);
    }

    @Override
    public Integer call() {
      try {
        if (exampleConfig) {
          System.out.print(ConfigFile.example());
          return 0;
        }
        if (printConfig) {
          ConfigFile.settings(config()).forEach(System.out::println);
          return 0;
        }
        return run(ConfigFile.read(config()), anew);
      } catch (ConfigFile.Invalid e) {
        return failed(Sysexits.CONFIG.code(), e);
      } catch (NotTrusted | BadScenario e) {
        return failed(Sysexits.CONFIG.code(), e);
      } catch (BadPack e) {
        return failed(Sysexits.DATA.code(), e);
      } catch (IllegalArgumentException e) {
        return failed(Sysexits.CONFIG.code(), e);
      } catch (JournalFailure e) {
        return failed(e.exit().code(), e);
      } catch (Doors.PortTaken e) {
        return failed(Sysexits.UNAVAILABLE.code(), e);
      } catch (NoRoom e) {
        return failed(JournalFailure.Exit.CANNOT_CREATE.code(), e);
      } catch (IOException e) {
        return failed(JournalFailure.Exit.IO.code(), e);
      }
    }

    private static int run(BoxConfig config, boolean anew) throws IOException {
      LogFormat format = config.log().use(System.getenv());
      Systemd manager = Systemd.of(System.getenv());
      Appliance appliance =
          anew ? startAnew(config, manager) : Appliance.start(config, manager, Main::never);
      Runtime.getRuntime()
          .addShutdownHook(
              Thread.ofPlatform()
                  .name("stop")
                  .unstarted(() -> {
                    appliance.stop();
                    FloodGate.lastWord();
                    // Asked to stop and stopped: 0, where the JVM would say 143.
                    Runtime.getRuntime().halt(0);
                  }));
      tell(appliance, config, format);
      try {
        // For ever: the stop hook ends the process.
        Thread.currentThread().join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return 0;
    }

    /** A journal that can be used is no reason to begin anew: the option may stand in a unit. */
    private static Appliance startAnew(BoxConfig config, Systemd manager) throws IOException {
      try {
        Appliance appliance = Appliance.start(config, manager, Main::never);
        System.err.println(
            "roadcase box: the journal in "
                + config.dataDir()
                + " can be used and goes on counting, or there was none: --new was not needed");
        return appliance;
      } catch (JournalFailure e) {
        if (!DataFolder.mends(e)) {
          throw e;
        }
        failed(Sysexits.DATA.code(), e);
        Optional<Path> aside = DataFolder.setAside(config.dataDir(), Instant.now());
        System.err.println(
            "roadcase box: --new: "
                + aside
                    .map(path -> "what was left of the old box is in " + path + "; keep it. ")
                    .orElse("there was nothing to move. ")
                + "The box begins a new incarnation, with the pack's full opening stock: pair the"
                + " devices anew, and load a pack with what is left.");
        return Appliance.start(config, manager, DataFolder.Start.ANEW, Main::never);
      }
    }

    /** Where its doors are; among JSON lines, as one. */
    private static void tell(Appliance appliance, BoxConfig config, LogFormat format) {
      Doors.Ports ports = appliance.ports();
      String devices = "https://" + config.https().host() + ":" + ports.https();
      String visitors = "http://" + config.http().host() + ":" + ports.http();
      String local = "http://" + config.admin().host() + ":" + ports.admin();
      if (format == LogFormat.JSON) {
        LoggerFactory.getLogger(Main.class)
            .info(
                "box {} is up: devices and crew {} visitors {} local {}",
                appliance.name(),
                devices,
                visitors,
                local);
        return;
      }
      System.out.println("Box " + appliance.name() + " is up.");
      System.out.println("  devices and crew  " + devices);
      System.out.println("  visitors          " + visitors);
      System.out.println("  local             " + local);
      System.out.flush();
    }

    private static int failed(int code, Exception e) {
      String message = String.valueOf(e.getMessage());
      message.lines().forEach(line -> System.err.println("roadcase box: " + line));
      return code;
    }
  }

  /**
   * The journal can no longer be trusted: end now, so that the next start finds what the disk
   * holds.
   */
  private static void never(JournalFailure failure) {
    System.err.println("roadcase box: " + failure.getMessage());
    Throwable cause = failure.getCause();
    if (failure.exit() == JournalFailure.Exit.SOFTWARE && cause != null) {
      cause.printStackTrace();
    }
    Runtime.getRuntime().halt(failure.exit().code());
  }

  static final class VersionLine implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"roadcase " + Release.VERSION};
    }
  }
}
