package dev.roadcase.app.config;

import dev.roadcase.app.config.BoxConfig.Limits;
import dev.roadcase.app.config.BoxConfig.Listen;
import dev.roadcase.app.logging.LogFormat;
import dev.roadcase.core.clock.TimeKeeper;
import dev.roadcase.core.fact.Mode;
import dev.roadcase.wire.commandline.Spelling;
import dev.roadcase.wire.token.IssuerUrl;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
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
import org.jspecify.annotations.Nullable;
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

  /**
   * One value that counts, for {@code --print-config}.
   *
   * @param value as it counts, without quotes; empty when there is none and none is needed
   * @param isNumber whether it stands in the file without quotes
   * @param source {@code FILE:LINE} or {@code default}
   */
  public record Setting(String key, String value, boolean isNumber, String source) {
    /** A line of the file itself, with the source behind it. */
    @Override
    public String toString() {
      return value.isEmpty()
          ? "# " + key + " is not set"
          : "%-44s # %s".formatted(key + " = " + (isNumber ? value : quoted(value)), source);
    }

    /** A basic string of TOML 1.0; every control character by its number. */
    private static String quoted(String text) {
      StringBuilder quoted = new StringBuilder("\"");
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        if (c == '"' || c == '\\') {
          quoted.append('\\').append(c);
        } else if (Character.isISOControl(c)) {
          quoted.append("\\u%04x".formatted((int) c));
        } else {
          quoted.append(c);
        }
      }
      return quoted.append('"').toString();
    }
  }

  private final Path file;
  private final TomlParseResult toml;
  private final Path folder;
  private final Map<String, Setting> settings = new TreeMap<>();
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
    return open(file).read();
  }

  /**
   * Every value that counts and where it comes from, by key. There are no secrets in this file.
   *
   * @throws Invalid when it cannot be used
   */
  public static List<Setting> settings(Path file) {
    ConfigFile config = open(file);
    config.read();
    return List.copyOf(config.settings.values());
  }

  private static ConfigFile open(Path file) {
    try {
      return new ConfigFile(file, Toml.parse(withoutMark(Files.readString(file))));
    } catch (NoSuchFileException e) {
      throw new Invalid(
          List.of(
              file + ": there is no such file. To make one, type one of these two lines:",
              "  roadcase quickstart products.csv",
              "  roadcase box --example-config > " + file));
    } catch (IOException e) {
      throw new Invalid(List.of(file + ": " + whyNot(file, e)));
    }
  }

  private static String whyNot(Path file, IOException e) {
    if (Files.isDirectory(file)) {
      return "is a folder. Name the file in it: --config " + file.resolve("roadcase.toml");
    }
    return switch (e) {
      case AccessDeniedException _ -> "this user may not read it";
      case CharacterCodingException _ -> "is not UTF-8. Save it as UTF-8 text";
      default -> "cannot be read: " + e.getMessage();
    };
  }

  /** A file with every key, its meaning and its default; it can be used once it names a kit. */
  public static String example() {
    try (InputStream in = ConfigFile.class.getResourceAsStream("/example-roadcase.toml")) {
      if (in == null) {
        throw new IllegalStateException("the example is built in");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Editors on Windows put a byte-order mark in front. */
  private static String withoutMark(String text) {
    return text.startsWith("\ufeff") ? text.substring(1) : text;
  }

  private BoxConfig read() {
    toml.errors()
        .forEach(error ->
            problems.add(new Problem(error.position().line(), String.valueOf(error.getMessage()))));
    Optional<Path> identity = required("identity", this::path);
    Optional<Path> dataDir = required("data_dir", this::path);
    Optional<Mode> mode = value("mode", "live", Mode::of);
    Optional<Path> pack = optional("pack", this::path);
    Optional<Listen> https = value("listen.https", "0.0.0.0:8443", ConfigFile::listen);
    Optional<Listen> http = value("listen.http", "0.0.0.0:8080", ConfigFile::listen);
    Optional<Listen> admin = value("listen.admin", "127.0.0.1:9090", ConfigFile::loopback);
    Optional<URI> upstream = optional("upstream.url", ConfigFile::broker);
    Optional<TimeKeeper.Trust> clock = value("clock.trust", "none", ConfigFile::trust);
    Optional<Duration> tokenLife = value("auth.token_life", "12h", ConfigFile::tokenLife);
    Optional<IssuerUrl> issuer = optional("auth.issuer", IssuerUrl::new);
    Optional<String> scenario = optional("board.scenario", this::scenario);
    Optional<BoxConfig.Hardware> hardware = hardware(scenario);
    Optional<Integer> connections = number("limits.connections", 2048, 1, 65_000);
    Optional<Integer> ofOne = number("limits.connections_of_one", 512, 1, 65_000);
    Optional<Integer> streams = number("limits.streams", 512, 0, 65_000);
    Optional<Integer> streamsOfOne = number("limits.streams_of_one", 64, 0, 65_000);
    Optional<Duration> idle = value("limits.idle", "75s", ConfigFile::idle);
    Optional<Integer> assetMemory = number("limits.asset_memory_mib", 24, 0, 1024);
    Optional<Long> lowWater = value("disk.low_water", "64MiB", ConfigFile::size);
    Optional<Long> reserve = value("disk.reserve", "16MiB", ConfigFile::size);
    Optional<LogFormat> log = value("log.format", "auto", LogFormat::of);
    unknownKeys();
    apart("listen.https", https, "listen.http", http);
    apart("listen.https", https, "listen.admin", admin);
    apart("listen.http", http, "listen.admin", admin);
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
        mode.orElseThrow(),
        pack,
        https.orElseThrow(),
        http.orElseThrow(),
        admin.orElseThrow(),
        upstream,
        clock.orElseThrow(),
        tokenLife.orElseThrow(),
        issuer,
        hardware.orElseThrow(),
        new Limits(
            connections.orElseThrow(),
            ofOne.orElseThrow(),
            streams.orElseThrow(),
            streamsOfOne.orElseThrow(),
            idle.orElseThrow(),
            (long) assetMemory.orElseThrow() << 20),
        new BoxConfig.DiskRoom(lowWater.orElseThrow(), reserve.orElseThrow()),
        log.orElseThrow());
  }

  private <T> Optional<T> required(String key, Function<String, T> reader) {
    // Behind a syntax error, or under a misspelt name, it may well stand.
    if (!toml.contains(key) && !toml.hasErrors() && !misspelt(key)) {
      problems.add(new Problem(0, "\"" + key + "\" is missing"));
    }
    return optional(key, reader);
  }

  /** A value with a default, which is written as the file would have it. */
  private <T> Optional<T> value(String key, String usual, Function<String, T> reader) {
    if (!toml.contains(key)) {
      settings.put(key, new Setting(key, usual, false, "default"));
      return Optional.of(reader.apply(usual));
    }
    return read(key, ", such as \"" + usual + "\"", reader);
  }

  private <T> Optional<T> optional(String key, Function<String, T> reader) {
    settings.put(key, new Setting(key, "", false, "default"));
    return toml.contains(key) ? read(key, "", reader) : Optional.empty();
  }

  /** A text in quotes, which is there; what it means is the reader's to say. */
  private <T> Optional<T> read(String key, String such, Function<String, T> reader) {
    String source = source(key);
    settings.put(key, new Setting(key, "", false, source));
    if (!(toml.get(key) instanceof String text)) {
      problem(key, " is a string in quotes" + such);
      return Optional.empty();
    }
    try {
      T read = reader.apply(text);
      // As it counts: a path whole, wherever somebody reads the line.
      String counts = read instanceof Path || read instanceof String ? read.toString() : text;
      settings.put(key, new Setting(key, counts, false, source));
      return Optional.of(read);
    } catch (IllegalArgumentException e) {
      problem(key, ": " + e.getMessage());
      return Optional.empty();
    }
  }

  /** A whole number as TOML has it; in quotes too, as it had to be once. */
  private Optional<Integer> number(String key, int usual, int least, int most) {
    if (!toml.contains(key)) {
      settings.put(key, new Setting(key, String.valueOf(usual), true, "default"));
      return Optional.of(usual);
    }
    Object given = toml.get(key);
    Optional<Long> number =
        switch (given) {
          case Long whole -> Optional.of(whole);
          case String digits when digits.matches("[0-9]{1,9}") ->
              Optional.of(Long.parseLong(digits));
          case null, default -> Optional.empty();
        };
    Optional<Integer> read =
        number.filter(n -> n >= least && n <= most).map(n -> Math.toIntExact(n));
    settings.put(key, new Setting(key, read.map(String::valueOf).orElse(""), true, source(key)));
    if (read.isEmpty()) {
      problem(key, ": a whole number from " + least + " to " + most + unlike(given));
    }
    return read;
  }

  /** What was written instead of a whole number. */
  private static String unlike(@Nullable Object given) {
    return switch (given) {
      case Long number -> ", not " + number;
      case Boolean truth -> ", not " + truth;
      case Double _ -> ", without a point and without an exponent";
      case String text -> ", not \"" + text + "\"";
      case null, default -> "";
    };
  }

  private String source(String key) {
    return file + ":" + lineOf(key);
  }

  private void problem(String key, String words) {
    problems.add(new Problem(lineOf(key), "\"" + key + "\"" + words));
  }

  private void unknownKeys() {
    for (String key : toml.dottedKeySet()) {
      if (!settings.containsKey(key)) {
        String near = Spelling.suggestion(key, settings.keySet());
        problems.add(
            new Problem(
                lineOf(key),
                "unknown key \""
                    + key
                    + "\""
                    + (near.isEmpty()
                        ? ". `roadcase box --example-config` shows every key"
                        : near)));
      }
    }
  }

  private boolean misspelt(String key) {
    return toml.dottedKeySet().stream()
        .anyMatch(typed -> Spelling.closest(typed, List.of(key)).isPresent());
  }

  /** Two doors cannot be at one address; 0.0.0.0 and :: are at all of them. */
  private void apart(String one, Optional<Listen> here, String other, Optional<Listen> there) {
    if (here.isEmpty() || there.isEmpty() || !here.get().clashesWith(there.get())) {
      return;
    }
    int line = Math.max(lineOf(one), lineOf(other));
    problems.add(
        new Problem(
            line,
            "\"%s\" (%s, %s) and \"%s\" (%s, %s) are at one port: give one of them another"
                .formatted(one, here.get(), where(one), other, there.get(), where(other))));
  }

  private String where(String key) {
    return toml.contains(key) ? "line " + lineOf(key) : "its default";
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

  /** With a scenario everything is simulated that is not told otherwise; without one, nothing. */
  private Optional<BoxConfig.Hardware> hardware(Optional<String> scenario) {
    String usual = scenario.isPresent() ? Driver.SIMULATED.word() : Driver.NONE.word();
    Optional<Driver> power = value("power.driver", usual, Driver::of);
    Optional<Driver> modem = value("modem.driver", usual, Driver::of);
    Optional<Driver> link = value("link.driver", usual, Driver::of);
    if (power.isEmpty() || modem.isEmpty() || link.isEmpty()) {
      return Optional.empty();
    }
    BoxConfig.Hardware hardware =
        new BoxConfig.Hardware(scenario, power.get(), modem.get(), link.get());
    if (hardware.isSimulated() && scenario.isEmpty() && !toml.contains("board.scenario")) {
      problems.add(
          new Problem(
              0, "a driver is \"simulated\", and \"board.scenario\" does not say what is played"));
    }
    return Optional.of(hardware);
  }

  /** A file beside this one, or the name of a scenario that ships. */
  private String scenario(String text) {
    Path file = path(text);
    return Files.exists(file) ? file.toString() : text;
  }

  private static Listen listen(String text) {
    int colon = text.lastIndexOf(':');
    String port = text.substring(colon + 1);
    if (colon > 0 && port.matches("-?[0-9]{1,20}")) {
      if (!port.matches("0*[0-9]{1,5}") || Integer.parseInt(port) > 65_535) {
        throw new IllegalArgumentException("a port is 0 to 65535, not " + port);
      }
      return new Listen(text.substring(0, colon), Integer.parseInt(port));
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

  private static TimeKeeper.Trust trust(String text) {
    return switch (text) {
      case "system" -> TimeKeeper.Trust.SYSTEM;
      case "none" -> TimeKeeper.Trust.NONE;
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

  private static Duration idle(String text) {
    return duration(text, Duration.ofSeconds(5), Duration.ofHours(1))
        .orElseThrow(
            () -> new IllegalArgumentException("a connection idles 5s to 1h, written such as 75s"));
  }

  private static Duration tokenLife(String text) {
    return duration(text, Duration.ofMinutes(1), Duration.ofHours(24))
        .orElseThrow(() ->
            new IllegalArgumentException("a token lives 1m to 24h, written such as 15m or 12h"));
  }

  private static Optional<Duration> duration(String text, Duration least, Duration most) {
    try {
      Duration life = Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
      return life.compareTo(least) >= 0 && life.compareTo(most) <= 0
          ? Optional.of(life)
          : Optional.empty();
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
