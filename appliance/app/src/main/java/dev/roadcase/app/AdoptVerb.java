package dev.roadcase.app;

import dev.roadcase.app.box.Box;
import dev.roadcase.app.box.LifeCommand.Adopt;
import dev.roadcase.app.box.NotNow;
import dev.roadcase.app.cli.BoxOptions;
import dev.roadcase.app.cli.HelpOptions;
import dev.roadcase.app.cli.Terminal;
import dev.roadcase.app.config.BoxConfig;
import dev.roadcase.app.config.ConfigFile;
import dev.roadcase.app.journal.JournalFailure;
import dev.roadcase.app.journal.JournalReader;
import dev.roadcase.app.journal.JournalShelf;
import dev.roadcase.app.journal.Recovery;
import dev.roadcase.app.journal.Snapshots;
import dev.roadcase.app.journal.SqliteJournal;
import dev.roadcase.app.problem.SetBackWords;
import dev.roadcase.core.fact.DeltaClass;
import dev.roadcase.core.fact.FactCodec;
import dev.roadcase.core.identity.Incarnation;
import dev.roadcase.wire.commandline.Sysexits;
import dev.roadcase.wire.fact.FactJson;
import dev.roadcase.wire.x509.KitFolder;
import dev.roadcase.wire.x509.NotTrusted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/**
 * {@code roadcase box adopt}: a data folder that is set back lives on under another incarnation.
 */
@Command(
    name = "adopt",
    description = {
      "Gives a data folder that was set back, or cloned, a new incarnation. The box is stopped.",
      "Every record stays, and all of them go upstream again; no sale is booked twice there.",
      "At a terminal it asks first."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  roadcase box adopt", "  roadcase box adopt --yes"},
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      " 0:adopted; or you said no, and nothing was changed",
      "64:nobody can be asked, and --yes was not given",
      "65:the journal is not there, or cannot be used",
      "73:the data folder cannot be written",
      "74:the disk is full or failed; nothing was changed",
      "75:the box runs on this data folder: stop it first",
      "78:the configuration cannot be used"
    })
final class AdoptVerb implements Callable<Integer> {
  @Mixin HelpOptions help = new HelpOptions();

  @ParentCommand private BoxOptions box = new BoxOptions();

  @Option(
      names = {"-y", "--yes"},
      description = "Asks nothing.")
  private boolean yes;

  private final Terminal terminal;

  AdoptVerb(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    try {
      BoxConfig config = ConfigFile.read(box.config());
      Path journal = config.dataDir().resolve("journal.db");
      if (!Files.exists(journal)) {
        return failed(Sysexits.DATA.code(), "there is no " + journal + ". Is data_dir the box's?");
      }
      return adopt(config, KitFolder.read(config.identity()));
    } catch (ConfigFile.Invalid | NotTrusted e) {
      return failed(Sysexits.CONFIG.code(), String.valueOf(e.getMessage()));
    } catch (JournalFailure e) {
      return failed(e.exit().code(), String.valueOf(e.getMessage()));
    } catch (NotNow | IOException e) {
      return failed(
          JournalFailure.Exit.IO.code(), e.getMessage() + ". Nothing was changed; try it again.");
    }
  }

  private int adopt(BoxConfig config, KitFolder kit) throws IOException {
    try (SqliteJournal journal = SqliteJournal.open(config.dataDir());
        JournalReader reader = new JournalReader(journal.file())) {
      SecureRandom chance = new SecureRandom();
      Incarnation next = Incarnation.born(System.currentTimeMillis(), chance.nextInt());
      Incarnation former = journal.claim(kit.kit(), () -> next);
      JournalShelf shelf = new JournalShelf(reader);
      FactCodec codec = new FactJson(shelf);
      Box adopted = new Box(new Box.Identity(kit.fleet(), kit.kit(), next, config.mode()), codec);
      Recovery.recover(adopted, journal, new Snapshots(config.mode(), shelf), codec);
      System.err.println(
          adopted
              .setBack()
              .published()
              .map(SetBackWords::evidence)
              .orElse(
                  "Nothing says yet that this data folder was set back. If it lives twice, adopt"
                      + " one of the two."));
      if (!yes && !terminal.attended()) {
        return failed(ExitCode.USAGE, "nothing was changed. Without a terminal, name --yes.");
      }
      if (!yes && !terminal.confirmed("Give this data folder a new incarnation?")) {
        System.out.println("Nothing was changed.");
        return 0;
      }
      boolean clean = journal.stoppedClean();
      journal.adopt(
          next,
          adopted.decide(ClockAtStart.of(config, kit, adopted, reader).now(), new Adopt(former)),
          config.mode());
      adopted.publish();
      long records = 0;
      for (DeltaClass deltaClass : DeltaClass.values()) {
        records += adopted.outbox().waiting(deltaClass);
      }
      System.out.printf(
          "Box %s lives on as incarnation %s; before, it was %s.%n"
              + "Start it: %d records go upstream again, and selling goes on.%n",
          kit.kit(), next, former, records);
      if (clean) {
        journal.closeClean();
      }
      return 0;
    }
  }

  private static int failed(int code, String why) {
    why.lines().forEach(line -> System.err.println("roadcase box adopt: " + line));
    return code;
  }
}
