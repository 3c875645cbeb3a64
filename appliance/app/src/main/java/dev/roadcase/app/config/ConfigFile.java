package dev.roadcase.app.config;

import dev.roadcase.app.config.BoxConfig.Listen;
import dev.roadcase.app.journal.SystemClock;
import dev.roadcase.app.logging.LogFormat;
import dev.roadcase.core.fact.Mode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.tomlj.Toml;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;

/** Reads {@code roadcase.toml}: all problems at once, each with its line. */
public final class ConfigFile {

  /** The file cannot be used; one sentence a problem. */
  public static final class Invalid extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    Invalid(List<String> problems) {
      super(String.join("\n", problems));
      this.problems = List.copyOf(problems);
    }

    public List<String> problems() {
      return problems;
    }
  }

  private final Path file;
  private final TomlParseResult toml;
  private final Path folder;
  private final Map<String, Boolean> asked = new TreeMap<>();
  private final List<Problem> problems = new ArrayList<>();

  private record Problem(int line, String text) {}

  private ConfigFile(Path file, TomlParseResult toml) {
    this.file = file;
    this.toml = toml;
    Path parent = file.toAbsolutePath().getParent();
    this.folder = parent == null ? Path.of("/") : parent;
  }

  /**
   * Reads a configuration. Relative paths in it are relative to the file.
   *
   * @throws Invalid when it cannot be used
   */
  public static BoxConfig read(Path file) {
    try {
      return new ConfigFile(file, Toml.parse(Files.readString(file))).read();
    } catch (IOException e) {
      throw new Invalid(List.of(file + ": cannot be read. Name a file with --config."));
    }
  }

  private BoxConfig read() {
    toml.errors()
        .forEach(error ->
            problems.add(new Problem(error.position().line(), String.valueOf(error.getMessage()))));
    Optional<Path> identity = required("identity", this::path);
    Optional<Path> dataDir = required("data_dir", this::path);
    Optional<Mode> mode = value("mode", Mode::of);
    Optional<Path> pack = value("pack", this::path);
    Optional<Listen> https = value("listen.https", ConfigFile::listen);
    Optional<Listen> http = value("listen.http", ConfigFile::listen);
    Optional<Listen> admin = value("listen.admin", ConfigFile::loopback);
    Optional<URI> upstream = value("upstream.url", ConfigFile::broker);
    Optional<SystemClock.Trust> clock = value("clock.trust", ConfigFile::trust);
    Optional<Duration> tokenLife = value("auth.token_life", ConfigFile::tokenLife);
    Optional<String> scenario = value("board.scenario", this::scenario);
    Optional<Long> lowWater = value("disk.low_water", ConfigFile::size);
    Optional<Long> reserve = value("disk.reserve", ConfigFile::size);
    Optional<LogFormat> log = value("log.format", LogFormat::of);
    unknownKeys();
    if (!problems.isEmpty()) {
      throw new Invalid(
          problems.stream()
              .sorted(java.util.Comparator.comparingInt(Problem::line))
              .map(p -> file + ":" + (p.line() > 0 ? p.line() + ": " : " ") + p.text())
              .toList());
    }
    return new BoxConfig(
        identity.orElseThrow(),
        dataDir.orElseThrow(),
        mode.orElse(Mode.LIVE),
        pack,
        https.orElse(new Listen("0.0.0.0", 8443)),
        http.orElse(new Listen("0.0.0.0", 8080)),
        admin.orElse(new Listen("127.0.0.1", 9090)),
        upstream,
        clock.orElse(SystemClock.Trust.NONE),
        tokenLife.orElse(Duration.ofHours(12)),
        scenario,
        new BoxConfig.DiskRoom(
            lowWater.orElse(BoxConfig.DiskRoom.USUAL.lowWater()),
            reserve.orElse(BoxConfig.DiskRoom.USUAL.reserve())),
        log.orElse(LogFormat.AUTO));
  }

  private <T> Optional<T> required(String key, Function<String, T> reader) {
    if (!toml.contains(key)) {
      problems.add(new Problem(0, "\"" + key + "\" is missing"));
    }
    return value(key, reader);
  }

  /** Every value of this file is a string; what it means is the reader's to say. */
  private <T> Optional<T> value(String key, Function<String, T> reader) {
    asked.put(key, true);
    if (!toml.contains(key)) {
      return Optional.empty();
    }
    if (!(toml.get(key) instanceof String text)) {
      problems.add(new Problem(lineOf(key), "\"" + key + "\" is a string in quotes"));
      return Optional.empty();
    }
    try {
      return Optional.of(reader.apply(text));
    } catch (IllegalArgumentException e) {
      problems.add(new Problem(lineOf(key), "\"" + key + "\": " + e.getMessage()));
      return Optional.empty();
    }
  }

  private void unknownKeys() {
    for (String key : toml.dottedKeySet()) {
      if (!asked.containsKey(key)) {
        problems.add(
            new Problem(
                lineOf(key),
                "\""
                    + key
                    + "\" is no key of this file. Known: "
                    + String.join(", ", asked.keySet())));
      }
    }
  }

  private int lineOf(String key) {
    TomlPosition position = toml.inputPositionOf(key);
    return position == null ? 0 : position.line();
  }

  private Path path(String text) {
    if (text.isBlank()) {
      throw new IllegalArgumentException("a path is not empty");
    }
    return folder.resolve(text);
  }

  /** A file beside this one, or the name of a scenario that ships. */
  private String scenario(String text) {
    Path file = path(text);
    return Files.exists(file) ? file.toString() : text;
  }

  private static Listen listen(String text) {
    int colon = text.lastIndexOf(':');
    try {
      int port = Integer.parseInt(text.substring(colon + 1));
      if (colon > 0 && port >= 0 && port <= 65_535) {
        return new Listen(text.substring(0, colon), port);
      }
    } catch (NumberFormatException e) {
      // Said below, together with a host that is missing.
    }
    throw new IllegalArgumentException("an address is HOST:PORT, such as 0.0.0.0:8443");
  }

  private static Listen loopback(String text) {
    Listen listen = listen(text);
    if (!listen.host().equals("127.0.0.1") && !listen.host().equals("localhost")) {
      throw new IllegalArgumentException("the local door listens on 127.0.0.1 and nowhere else");
    }
    return listen;
  }

  private static URI broker(String text) {
    URI uri = URI.create(text);
    boolean known = "mqtts".equals(uri.getScheme()) || "mqtt".equals(uri.getScheme());
    boolean here = "127.0.0.1".equals(uri.getHost()) || "localhost".equals(uri.getHost());
    if (!known || uri.getHost() == null || ("mqtt".equals(uri.getScheme()) && !here)) {
      throw new IllegalArgumentException(
          "a broker is mqtts://HOST:PORT, or mqtt://127.0.0.1:PORT on this very machine");
    }
    return uri;
  }

  private static SystemClock.Trust trust(String text) {
    return switch (text) {
      case "system" -> SystemClock.Trust.SYSTEM;
      case "none" -> SystemClock.Trust.NONE;
      default -> throw new IllegalArgumentException("a clock's trust is system or none");
    };
  }

  private static long size(String text) {
    if (text.matches("[0-9]{1,6}(KiB|MiB|GiB)")) {
      long number = Long.parseLong(text.substring(0, text.length() - 3));
      long bytes =
          switch (text.charAt(text.length() - 3)) {
            case 'K' -> number << 10;
            case 'M' -> number << 20;
            default -> number << 30;
          };
      if (bytes >= 1 << 20 && bytes <= 64L << 30) {
        return bytes;
      }
    }
    throw new IllegalArgumentException("a size is 1MiB to 64GiB, written such as 64MiB");
  }

  private static Duration tokenLife(String text) {
    try {
      Duration life = Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
      if (life.compareTo(Duration.ofMinutes(1)) >= 0 && life.compareTo(Duration.ofHours(24)) <= 0) {
        return life;
      }
    } catch (DateTimeParseException e) {
      // Said below, with the range.
    }
    throw new IllegalArgumentException("a token lives 1m to 24h, written such as 15m or 12h");
  }
}
