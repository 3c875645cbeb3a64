package dev.roadcase.app.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadcase.wire.commandline.Folded;
import dev.roadcase.wire.commandline.Sysexits;
import dev.roadcase.wire.json.Json;
import dev.roadcase.wire.log.KeptHead;
import dev.roadcase.wire.log.LogVerifier;
import dev.roadcase.wire.log.Verdict;
import dev.roadcase.wire.x509.FleetRoot;
import dev.roadcase.wire.x509.NotTrusted;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code roadcase box verify} and {@code roadcase box audit verify}: whether a log is whole, on any
 * machine.
 */
@Command(
    name = "verify",
    description = "Checks a log that a box exported: needs no configuration and no box.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  roadcase box verify log.rclog --root fleet/fleet.pem",
      "  roadcase box verify log.rclog --against HEAD.jwt"
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      " 0:whole",
      "65:broken, and where",
      "66:a file cannot be read, or a kept head is not of this log"
    })
public final class VerifyVerb implements Callable<Integer> {
  @Mixin HelpOptions help = new HelpOptions();

  @Spec private CommandSpec spec = CommandSpec.create();

  private static final int NO_INPUT = Sysexits.NO_INPUT.code();

  /** More than a head is long, in bytes. */
  private static final int HEAD_MAX = 8_192;

  private static final List<String> OTHER_FILES = List.of(".csv", ".zip", "readme.txt");

  @Parameters(paramLabel = "FILE", description = "log.rclog, as `roadcase box export` wrote it.")
  private Path file = Path.of("log.rclog");

  @Option(
      names = "--root",
      paramLabel = "FILE",
      description =
          "The fleet's certificate, from the crew's own folder. Without it the log is"
              + " checked against the root that it contains itself.")
  private Optional<Path> root = Optional.empty();

  @Option(
      names = "--against",
      paramLabel = "HEAD.jwt",
      description =
          "A tree head of this box that a device, upstream or a person has kept (GET /audit/head):"
              + " the log has to begin with all that the head vouches for. May be given several times.")
  private List<Path> against = List.of();

  @Option(names = "--json", description = "JSON output.")
  private boolean json;

  @Override
  public Integer call() {
    if (isAnotherFileOfAnExport()) {
      throw new ParameterException(spec.commandLine(), file + ": this is no log; name log.rclog.");
    }
    Optional<String> none = whyThereIsNoLog();
    if (none.isPresent()) {
      complain(none.get());
      return NO_INPUT;
    }
    Optional<FleetRoot> trusted;
    try {
      trusted = root.isPresent() ? Optional.of(FleetRoot.read(root.get())) : Optional.empty();
    } catch (NotTrusted e) {
      complain("--root: " + e.getMessage());
      return NO_INPUT;
    } catch (IOException e) {
      complain("--root: " + whyNot(root.get(), e));
      return NO_INPUT;
    }
    List<KeptHead> kept = new ArrayList<>();
    for (Path head : against) {
      try {
        kept.add(kept(head));
      } catch (IOException e) {
        complain("--against: " + whyNot(head, e));
        return NO_INPUT;
      }
    }
    Verdict verdict;
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      verdict = LogVerifier.verify(in, trusted, kept);
    } catch (KeptHead.Unusable e) {
      complain("--against: " + e.getMessage());
      return NO_INPUT;
    } catch (IOException e) {
      complain(whyNot(file, e));
      return NO_INPUT;
    }
    System.out.println(
        json
            ? asJson(verdict).toString()
            : Folded.prose(inWords(verdict), Folded.columns(System.getenv())));
    return verdict instanceof Verdict.Whole ? 0 : Sysexits.DATA.code();
  }

  /** Two verbs lead here, and each speaks under its own name. */
  private void complain(String sentence) {
    Columns.complain(spec.qualifiedName(), sentence);
  }

  private static KeptHead kept(Path head) throws IOException {
    try (InputStream in = Files.newInputStream(head)) {
      // Latin 1 has a letter for every octet: what is no head is told by name, and not by charset.
      String text = new String(in.readNBytes(HEAD_MAX), StandardCharsets.ISO_8859_1);
      return new KeptHead(head.toString(), text.strip());
    }
  }

  /** A table or a note beside the log, or the zip around it: not a broken log, but none at all. */
  private boolean isAnotherFileOfAnExport() {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    return OTHER_FILES.stream().anyMatch(name::endsWith) && Files.isRegularFile(file);
  }

  /** What is not even broken: there is nothing to look at. */
  private Optional<String> whyThereIsNoLog() {
    if (Files.isDirectory(file)) {
      return Optional.of(
          file
              + " is a folder; name the log in it"
              + (Files.isRegularFile(file.resolve("log.rclog"))
                  ? ": " + file.resolve("log.rclog")
                  : ", log.rclog as a rule"));
    }
    try {
      return Files.size(file) > 0
          ? Optional.empty()
          : Optional.of(
              file
                  + " is empty. Export the log again, and wait until the box says that it is"
                  + " written");
    } catch (IOException e) {
      return Optional.of(whyNot(file, e));
    }
  }

  private static String whyNot(Path file, IOException e) {
    return switch (e) {
      case NoSuchFileException _ -> "there is no file " + file;
      case AccessDeniedException _ -> file + " is not yours to read";
      case FileSystemException other when other.getReason() != null ->
          file + " cannot be read: " + other.getReason();
      default -> file + " cannot be read: " + e.getMessage();
    };
  }

  private static String inWords(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Whole whole ->
          "Whole: %d facts of %s, from %s to %s, signed by it.%n%s%s"
              .formatted(
                  whole.records(),
                  whole.whose(),
                  time(whole.first()),
                  time(whole.last()),
                  vouchedFor(whole),
                  whole.trusted()
                      ? ""
                      : System.lineSeparator()
                          + "The root is the log's own: name your fleet's with --root to be sure whose"
                          + " log this is.");
      case Verdict.Broken broken when broken.position() == 0 ->
          "BROKEN (%s), line %d: %s%nNothing before it could be checked."
              .formatted(broken.fault().word(), broken.line(), broken.why());
      case Verdict.Broken broken ->
          "BROKEN (%s), line %d: %s%nThe log of %s is sound up to journal position %d, %s.%s"
              .formatted(
                  broken.fault().word(),
                  broken.line(),
                  broken.why(),
                  broken.whose(),
                  broken.position(),
                  time(broken.time()),
                  broken.vouched() == 0
                      ? ""
                      : " A signed tree head vouches for its facts 1 to " + broken.vouched() + ".");
    };
  }

  private static String vouchedFor(Verdict.Whole whole) {
    long behind = whole.records() - whole.vouched();
    if (whole.vouched() == 0) {
      return "No tree head vouches for any of them: that there were no more is said by the signed end of"
          + " this export alone.";
    }
    return "Tree heads in it: %d; they vouch for facts 1 to %d.%s"
        .formatted(
            whole.heads(),
            whole.vouched(),
            behind == 0
                ? ""
                : " The facts from %d on, and that there are no more, rest on the signed end of this"
                        .formatted(whole.vouched() + 1)
                    + " export alone.");
  }

  private static ObjectNode asJson(Verdict verdict) {
    ObjectNode node = Json.MAPPER.createObjectNode();
    node.put("kit", verdict.whose());
    switch (verdict) {
      case Verdict.Whole whole -> {
        node.put("whole", true).put("records", whole.records()).put("rootNamed", whole.trusted());
        node.put("heads", whole.heads()).put("vouched", whole.vouched());
        node.put("first", time(whole.first())).put("last", time(whole.last()));
      }
      case Verdict.Broken broken -> {
        node.put("whole", false).put("fault", broken.fault().word()).put("line", broken.line());
        node.put("sequence", broken.seq()).put("position", broken.position());
        node.put("time", time(broken.time())).put("why", broken.why());
        node.put("vouched", broken.vouched());
      }
    }
    return node;
  }

  private static String time(long millis) {
    return millis == 0 ? "unknown" : Instant.ofEpochMilli(millis).toString();
  }
}
