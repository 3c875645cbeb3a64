package dev.roadcase.provisioning.quickstart;

import dev.roadcase.wire.file.OwnerOnly;
import dev.roadcase.wire.file.WholeFile;
import dev.roadcase.wire.json.Malformed;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What stands where in the folder of a quickstart. Made once, and then kept: keys, configuration
 * and journal stay as they are when the verb is run again.
 *
 * @param root an absolute path
 */
public record QuickstartFolder(Path root) {
  private static final int TRIES = 50;

  public QuickstartFolder {
    root = root.toAbsolutePath().normalize();
  }

  /** The fleet's keys. */
  public Path fleet() {
    return root.resolve("fleet");
  }

  public Path pack() {
    return root.resolve("show.rcpack");
  }

  /** The list that the example sells from. */
  public Path products() {
    return root.resolve("products.csv");
  }

  /** The box's journal. */
  public Path data() {
    return root.resolve("data");
  }

  public Path config() {
    return root.resolve("roadcase.toml");
  }

  /** What the box says while it runs. */
  public Path log() {
    return root.resolve("box.log");
  }

  /** What was begun here; there from before the first key until {@link #config} is written. */
  Path intent() {
    return root.resolve("quickstart.json");
  }

  /** Whether a box was set up here before. */
  public boolean isSetUp() {
    return Files.isRegularFile(config());
  }

  /**
   * What an attempt that did not come to its end has set out to make; nothing where none was begun,
   * or where the box is set up.
   *
   * @throws Malformed when the note cannot be read
   */
  public Optional<Intent> begun() throws IOException {
    return isSetUp() || !Files.isRegularFile(intent())
        ? Optional.empty()
        : Optional.of(Intent.read(Files.readAllBytes(intent()), intent().toString()));
  }

  /**
   * Makes the folder, for its owner alone: it holds private keys. The first thing in it is what is
   * to be made.
   *
   * @throws IllegalArgumentException when something else is there already
   */
  public void begin(Intent intent) throws IOException {
    make();
    if (!isSetUp()) {
      WholeFile.writePrivate(intent(), intent.write());
    }
  }

  private void make() throws IOException {
    if (Files.exists(root) && !Files.isDirectory(root)) {
      throw new IllegalArgumentException(root + " is a file; name a folder with --dir");
    }
    if (Files.isDirectory(root) && !isSetUp() && !Files.exists(fleet())) {
      try (Stream<Path> inIt = Files.list(root)) {
        if (inIt.anyMatch(file -> !isOurs(String.valueOf(file.getFileName())))) {
          throw new IllegalArgumentException(
              root + " holds something else; name a new folder with --dir");
        }
      }
    }
    Files.createDirectories(root);
    Files.setPosixFilePermissions(root, OwnerOnly.FOLDER);
  }

  /**
   * Before there are keys: a list, the note of what was begun, and what an interrupted attempt has
   * half made, which making it again clears.
   */
  private boolean isOurs(String name) {
    return name.endsWith(".csv")
        || name.equals(String.valueOf(intent().getFileName()))
        || name.equals("." + fleet().getFileName() + ".new")
        || (name.endsWith(".tmp")
            && (name.startsWith("." + intent().getFileName())
                || name.startsWith("." + products().getFileName())));
  }

  /** What opens the local door of the box; there once it has been started. */
  public Path adminToken() {
    return root.resolve("data").resolve("admin.token");
  }

  /** The ports of a box: for devices and crew, for visitors, for who sits at the box. */
  public record Ports(int https, int http, int admin) {
    /** The usual three, or the next ones that nobody listens at. */
    public static Ports free() throws IOException {
      int https = free(8443, Set.of());
      int http = free(8080, Set.of(https));
      return new Ports(https, http, free(9090, Set.of(https, http)));
    }

    private static int free(int from, Set<Integer> taken) throws IOException {
      for (int port = from; port < from + TRIES; port++) {
        try (ServerSocket socket = new ServerSocket()) {
          socket.setReuseAddress(true);
          socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
          if (!taken.contains(port)) {
            return port;
          }
        } catch (IOException e) {
          // Somebody has it: the next.
        }
      }
      throw new IOException("no port from " + from + " on is free on this machine");
    }

    /** As {@code roadcase.toml} says them, whoever wrote it. */
    public static Ports read(Path config) throws IOException {
      String text = Files.readString(config);
      return new Ports(
          port(text, "https", 8443), port(text, "http", 8080), port(text, "admin", 9090));
    }

    private static int port(String toml, String key, int otherwise) {
      Matcher line =
          Pattern.compile("(?m)^\\s*" + key + "\\s*=\\s*\"[^\"]*:(\\d{1,5})\"").matcher(toml);
      return line.find() ? Integer.parseInt(line.group(1)) : otherwise;
    }
  }

  /**
   * Writes {@code roadcase.toml}; paths in it are relative, so that the folder may be moved. With
   * it, what was begun is at its end.
   *
   * @param kit the kit's folder, below this one
   */
  public void writeConfig(Path kit, Intent intent, Ports ports) throws IOException {
    String host = intent.local() ? "127.0.0.1" : "0.0.0.0";
    String text =
        """
        # Written by `roadcase quickstart`; change what you like, it is not written again.
        # docs/configuration.md explains every key.
        identity = "%s"
        pack = "show.rcpack"
        data_dir = "data"
        mode = "%s"

        [listen]
        https = "%s:%d"
        http = "%s:%d"
        admin = "127.0.0.1:%d"

        [clock]
        trust = "system"

        # Without an upstream the box stands alone. `roadcase upstream --help` says how to have one.
        # [upstream]
        # url = "mqtts://127.0.0.1:8883"
        """
            .formatted(
                root.relativize(kit.toAbsolutePath().normalize()),
                intent.mode(),
                host,
                ports.https(),
                host,
                ports.http(),
                ports.admin());
    WholeFile.write(config(), text.getBytes(StandardCharsets.UTF_8));
    Files.deleteIfExists(intent());
  }

  /** The mode that the configuration names; "" where it names none. */
  public String mode() throws IOException {
    Matcher line =
        Pattern.compile("(?m)^\\s*mode\\s*=\\s*\"([a-z]+)\"").matcher(Files.readString(config()));
    return line.find() ? line.group(1) : "";
  }

  /** Whether the configuration says that nobody but this machine reaches the box. */
  public boolean isLocal() throws IOException {
    return Pattern.compile("(?m)^\\s*https\\s*=\\s*\"(127\\.|localhost|\\[::1\\])")
        .matcher(Files.readString(config()))
        .find();
  }
}
