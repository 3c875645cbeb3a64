package dev.roadcase.tests.fault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Shows that the tests can fail: makes each mistake in a copy of the sources, and runs the test
 * that must notice it, in a process of its own.
 */
final class MutantHunt {
  /** A loop gets this many rounds to notice. */
  private static final int ROUNDS = 40;

  private static final int UNMUTATED_ROUNDS = 10;
  private static final long PATIENCE_MINUTES = 15;
  private static final Pattern ROUND = Pattern.compile("^ *round (\\d+) of", Pattern.MULTILINE);

  private record Run(int exit, String output, double seconds) {
    String rounds() {
      String last = "-";
      Matcher matcher = ROUND.matcher(output);
      while (matcher.find()) {
        last = matcher.group(1);
      }
      return last;
    }
  }

  private final Path folder;
  private final List<String> table = new ArrayList<>();
  private boolean good = true;

  private MutantHunt(Path folder) {
    this.folder = folder;
  }

  /**
   * Hunts all mutants, or the one of this name. True when each was caught by its test, and its test
   * passes without it.
   */
  static boolean run(String name) throws IOException, InterruptedException {
    List<Mutant> mutants =
        Mutant.all().stream().filter(m -> name.isEmpty() || m.name().equals(name)).toList();
    if (mutants.isEmpty()) {
      System.out.println("there is no mutant " + name);
      return false;
    }
    Path folder = Workshop.repository().resolve("tests/target/mutants");
    Workshop.remove(folder);
    MutantHunt hunt = new MutantHunt(Files.createDirectories(folder));
    hunt.unmutated(mutants);
    for (Mutant mutant : mutants) {
      hunt.hunt(mutant);
    }
    System.out.println();
    System.out.printf("%-34s %-8s %-7s %s%n", "mutant", "", "rounds", "by");
    hunt.table.forEach(System.out::println);
    return hunt.good;
  }

  private void unmutated(List<Mutant> mutants) throws IOException, InterruptedException {
    Set<String> tests = new LinkedHashSet<>(mutants.stream().map(Mutant::test).toList());
    for (String test : tests) {
      Run run =
          test(test, Optional.empty(), UNMUTATED_ROUNDS, "unmutated-" + test.replace('#', '.'));
      boolean passed = run.exit() == 0;
      good &= passed;
      line("(no mutant)", passed ? "passes" : "FAILS", run, test);
    }
  }

  private void hunt(Mutant mutant) throws IOException, InterruptedException {
    Path classes = compiled(mutant);
    Run run = test(mutant.test(), Optional.of(classes), ROUNDS, mutant.name());
    boolean caught = run.exit() == 1 && mutant.says().stream().anyMatch(run.output()::contains);
    String how = caught ? "caught" : run.exit() == 1 ? "BROKEN" : "LIVES";
    good &= caught;
    line(mutant.name(), how, run, mutant.test());
    if (run.exit() == 1 && !caught) {
      System.out.println(
          "  it failed without saying \""
              + String.join("\" or \"", mutant.says())
              + "\": see tests/target/mutants/"
              + mutant.name()
              + ".log");
    }
  }

  private void line(String name, String how, Run run, String test) {
    String line = "%-34s %-8s %-7s %s".formatted(name, how, run.rounds(), test);
    table.add(line);
    System.out.printf("%s  (%.0f s)%n", line, run.seconds());
  }

  private Path compiled(Mutant mutant) throws IOException {
    Path copy = folder.resolve(mutant.name());
    Path classes = Files.createDirectories(copy.resolve("classes"));
    List<Path> sources = new ArrayList<>();
    Set<String> modules =
        new LinkedHashSet<>(mutant.edits().stream().map(Mutant.Edit::module).toList());
    for (String module : modules) {
      sources.addAll(copied(Workshop.repository().resolve(module), copy.resolve(module)));
    }
    for (Mutant.Edit edit : mutant.edits()) {
      Path file = copy.resolve(edit.file());
      Files.writeString(file, edit.applied(Files.readString(file)));
    }
    JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files = javac.getStandardFileManager(null, null, null)) {
      List<String> options =
          List.of(
              "--release",
              "25",
              "-proc:none",
              "-nowarn",
              "-d",
              classes.toString(),
              "-cp",
              System.getProperty("java.class.path"));
      boolean fine =
          javac
              .getTask(null, files, null, options, null, files.getJavaFileObjectsFromPaths(sources))
              .call();
      if (!fine) {
        throw new IOException("the mutant " + mutant.name() + " does not compile");
      }
    }
    return classes;
  }

  private static List<Path> copied(Path module, Path to) throws IOException {
    List<Path> sources = new ArrayList<>();
    try (Stream<Path> all = Files.walk(module.resolve("src/main/java"))) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        Path target = to.resolve(module.relativize(file));
        Files.createDirectories(target.getParent());
        Files.copy(file, target);
        // A package's annotations matter to the checks of the real build alone.
        if (!target.endsWith("package-info.java")) {
          sources.add(target);
        }
      }
    }
    return sources;
  }

  /**
   * Tests of this package have their boxes as processes; those of other rooms have theirs inside.
   */
  private static boolean inTheTestsProcess(String test) {
    return test.substring(0, test.indexOf('#')).indexOf('.') >= 0;
  }

  private Run test(String test, Optional<Path> classes, int rounds, String name)
      throws IOException, InterruptedException {
    Path log = folder.resolve(name + ".log");
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-D" + Loops.ROUNDS_PROPERTY + "=" + rounds));
    classes.ifPresent(dir -> command.add("-D" + BoxProcess.CLASSES_PROPERTY + "=" + dir));
    String ours = System.getProperty("java.class.path");
    command.addAll(
        List.of(
            "-cp",
            inTheTestsProcess(test) ? classes.map(dir -> dir + ":" + ours).orElse(ours) : ours,
            FaultMain.class.getName(),
            "--only",
            test));
    long start = System.nanoTime();
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .directory(Workshop.repository().toFile())
            .start();
    if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
      process.destroyForcibly().waitFor();
    }
    return new Run(process.exitValue(), Files.readString(log), (System.nanoTime() - start) / 1e9);
  }
}
