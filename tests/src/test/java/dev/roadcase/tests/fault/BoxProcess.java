package dev.roadcase.tests.fault;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A box as it ships, as a process of its own. */
public final class BoxProcess implements AutoCloseable {
  /** Classes put before the box's own, for mutants: a folder. */
  static final String CLASSES_PROPERTY = "roadcase.fault.classes";

  private static final long PATIENCE_SECONDS = 60;

  /**
   * As the script {@code roadcase} has them; and no better compiler for a box that lives a second.
   */
  private static final List<String> OPTIONS =
      List.of(
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow",
          "-XX:+UseSerialGC",
          "-XX:+UseCompactObjectHeaders",
          "-Xmx128m",
          "-XX:TieredStopAtLevel=1");

  /** As it says where its doors are: lines of their own, or one of JSON. */
  private static final Pattern DEVICES = Pattern.compile("^.* devices and crew +(https://[^ \"]+)");

  private static final Pattern VISITORS = Pattern.compile("^.* visitors +(http://[^ \"]+)");
  private static final Pattern LOCAL = Pattern.compile("^.* local +(http://[^ \"]+)");

  private final Process process;
  private final List<String> said = new CopyOnWriteArrayList<>();
  private final CompletableFuture<URI> https = new CompletableFuture<>();
  private final CompletableFuture<URI> visitors = new CompletableFuture<>();
  private final CompletableFuture<URI> local = new CompletableFuture<>();
  private final Thread listener;

  private BoxProcess(Process process) {
    this.process = process;
    listener = Thread.ofPlatform().daemon().name("box-output").start(this::listen);
  }

  /** Starts a box and comes back at once: it may refuse. */
  static BoxProcess launch(Path config, Map<String, String> environment)
      throws IOException, InterruptedException {
    return System.getProperty(CLASSES_PROPERTY) instanceof String mutated
        ? launch(config, environment, Optional.of(mutated), List.of())
        : launch(config, environment, Optional.empty(), StartCache.options());
  }

  /** As {@link #launch(Path, Map)}, by {@code roadcase box --new}. */
  static BoxProcess launchAnew(Path config) throws IOException {
    return launch(
        config,
        Map.of(),
        Optional.ofNullable(System.getProperty(CLASSES_PROPERTY)),
        List.of(),
        List.of("--new"));
  }

  static BoxProcess launch(
      Path config,
      Map<String, String> environment,
      Optional<String> classesInFront,
      List<String> moreOptions)
      throws IOException {
    return launch(config, environment, classesInFront, moreOptions, List.of());
  }

  private static BoxProcess launch(
      Path config,
      Map<String, String> environment,
      Optional<String> classesInFront,
      List<String> moreOptions,
      List<String> arguments)
      throws IOException {
    List<String> command = command(config, classesInFront, moreOptions, List.of());
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    return new BoxProcess(builder.start());
  }

  /** Runs a verb of the box to its end; what it says is in {@code verbs.log}. Its exit code. */
  static int verb(Path config, String... words) throws IOException, InterruptedException {
    Optional<String> mutated = Optional.ofNullable(System.getProperty(CLASSES_PROPERTY));
    List<String> cache = mutated.isPresent() ? List.of() : StartCache.options();
    Process verb =
        new ProcessBuilder(command(config, mutated, cache, List.of(words)))
            .redirectErrorStream(true)
            .redirectOutput(
                ProcessBuilder.Redirect.appendTo(config.resolveSibling("verbs.log").toFile()))
            .start();
    return verb.waitFor();
  }

  private static List<String> command(
      Path config, Optional<String> classesInFront, List<String> moreOptions, List<String> words)
      throws IOException {
    List<String> options = new ArrayList<>(OPTIONS);
    options.addAll(moreOptions);
    List<String> command =
        Workshop.java(
            options, classesInFront, Workshop.boxClassPath(), config.resolveSibling("tmp"));
    command.addAll(List.of("dev.roadcase.app.Main", "box"));
    command.addAll(words);
    command.addAll(List.of("--config", config.toString()));
    return command;
  }

  /** Starts a box whose doors are open when this returns. */
  public static BoxProcess start(Path config, Map<String, String> environment)
      throws IOException, InterruptedException {
    return launch(config, environment).open();
  }

  /** Waits until its doors are open. */
  BoxProcess open() throws InterruptedException {
    try {
      local.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      return this;
    } catch (ExecutionException | TimeoutException e) {
      kill();
      throw new AssertionError("the box did not start:\n" + String.join("\n", said), e);
    }
  }

  private void listen() {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      String line;
      while ((line = reader.readLine()) != null) {
        said.add(line);
        // JSON may say "/" in two ways, and this one takes the longer.
        String plain = line.replace("\\/", "/");
        Matcher devices = DEVICES.matcher(plain);
        if (devices.find()) {
          https.complete(URI.create(devices.group(1)));
        }
        Matcher guests = VISITORS.matcher(plain);
        if (guests.find()) {
          visitors.complete(URI.create(guests.group(1)));
        }
        Matcher here = LOCAL.matcher(plain);
        if (here.find()) {
          local.complete(URI.create(here.group(1)));
        }
      }
    } catch (IOException e) {
      said.add("(its output ended: " + e.getMessage() + ")");
    } finally {
      local.completeExceptionally(new IllegalStateException("the box ended"));
      https.completeExceptionally(new IllegalStateException("the box ended"));
      visitors.completeExceptionally(new IllegalStateException("the box ended"));
    }
  }

  /** SIGKILL: nothing of the process runs any more. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    ended();
  }

  /** SIGTERM: the box stops in good order. Its exit code. */
  public int stop() throws InterruptedException {
    // By its handle: the process's own method closes its output, and the last words are lost.
    process.toHandle().destroy();
    return ended();
  }

  /** Waits until it has ended by itself. Its exit code, 137 after a SIGKILL. */
  int ended() throws InterruptedException {
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("the box did not end:\n" + String.join("\n", said));
    }
    listener.join();
    return process.exitValue();
  }

  public boolean alive() {
    return process.isAlive();
  }

  /** What it printed so far, either stream, line by line. */
  public List<String> said() {
    return List.copyOf(said);
  }

  public URI https() {
    return https.join();
  }

  /** The visitors' door. */
  public URI visitors() {
    return visitors.join();
  }

  /** What of it is in memory (VmRSS, proc(5)). */
  long residentBytes() throws IOException {
    return Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
        .findFirst()
        .orElseThrow();
  }

  public URI local() {
    return local.join();
  }

  String adminToken(Path data) {
    try {
      return Files.readString(data.resolve("admin.token")).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws InterruptedException {
    kill();
  }
}
