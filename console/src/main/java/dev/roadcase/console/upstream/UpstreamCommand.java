package dev.roadcase.console.upstream;

import java.io.Console;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code roadcase upstream}. */
@Command(
    name = "upstream",
    description = {
      "Takes deltas off an MQTT 5 broker into a database, and acknowledges what it has committed.",
      "Runs in the foreground until it is asked to stop. Prints where it listens, then \"ready\"."
    },
    subcommands = StatusCommand.class,
    footerHeading = "%nExamples:%n",
    footer = {
      "  roadcase upstream --fleet-dir fleet --data upstream --tls-listen 0.0.0.0:8883",
      "  roadcase upstream status --data upstream"
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      " 0:stopped in good order",
      "64:the command line cannot be understood",
      "65:the database is not an upstream's, or is damaged",
      "69:a port is taken",
      "73:the data folder cannot be written",
      "74:the disk failed, or the database was removed or replaced while it ran",
      "75:another upstream runs on this data folder, or a program has locked its database",
      "78:the options or the configuration cannot be used"
    })
public final class UpstreamCommand implements Callable<Integer> {
  static final String WITHOUT_TLS =
      "upstream: listens without TLS, for this machine: boxes need --tls-listen 0.0.0.0:8883";

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "TOML: a table [upstream] with these options' names; the command line wins.")
  private @Nullable Path config;

  @Option(names = "--data", paramLabel = "DIR", description = "Where upstream.db is.")
  private @Nullable String data;

  @Option(
      names = "--fleet-dir",
      paramLabel = "DIR",
      description = "The fleet's folder, or its upstream folder: keys, certificates, name.")
  private @Nullable String fleetDir;

  @Option(
      names = "--fleet",
      paramLabel = "NAME",
      description = "The fleet whose boxes it listens to.")
  private @Nullable String fleet;

  @Option(
      names = "--key",
      paramLabel = "FILE",
      description = "What signs acknowledgements, in PEM, if not the fleet folder's.")
  private @Nullable String key;

  @Option(
      names = "--listen",
      paramLabel = "HOST:PORT",
      description =
          "Starts a broker in this process, in memory. 127.0.0.1:1883 if not given; port 0: any.")
  private @Nullable String listen;

  @Option(
      names = "--tls-listen",
      paramLabel = "HOST:PORT",
      description = "Lets that broker also listen with mutual TLS, as boxes need it: 0.0.0.0:8883.")
  private @Nullable String tlsListen;

  @Option(
      names = "--tls-cert",
      paramLabel = "FILE",
      description = "Its certificates, in PEM, if not the fleet folder's.")
  private @Nullable String tlsCert;

  @Option(names = "--tls-key", paramLabel = "FILE", description = "Its key, in PEM.")
  private @Nullable String tlsKey;

  @Option(
      names = "--tls-client-ca",
      paramLabel = "FILE",
      description = "Whose certificates it accepts, in PEM.")
  private @Nullable String tlsClientCa;

  @Option(
      names = "--tls-crl",
      paramLabel = "FILE",
      description =
          "Revoked certificates: X.509 lists in PEM, if not the fleet folder's crl.pem. Read"
              + " again when it changes.")
  private @Nullable String tlsCrl;

  @Option(
      names = "--broker",
      paramLabel = "URL",
      description =
          "Uses an existing broker: mqtt(s)://HOST:PORT. Behind it as needed, after ? and with"
              + " & between: user=NAME, password-file=FILE, ca=FILE, cert=FILE, key=FILE,"
              + " receive-max=N.")
  private @Nullable String broker;

  @Override
  public Integer call() throws InterruptedException {
    CommandSpec here = Objects.requireNonNull(spec);
    requireEnough(here);
    PrintWriter out = here.commandLine().getOut();
    CountDownLatch ended = new CountDownLatch(1);
    try (Upstream upstream = Upstream.open(UpstreamConfig.of(settings()))) {
      upstream.addresses().forEach(a -> out.println("upstream: listening on " + a));
      if (upstream.listensWithoutTlsAlone()) {
        out.println(WITHOUT_TLS);
      }
      out.flush();
      Runtime.getRuntime()
          .addShutdownHook(Thread.ofPlatform().unstarted(() -> stop(upstream, ended)));
      Thread.ofVirtual().start(() -> announce(upstream, out));
      upstream.ingest().run();
      return 0;
    } catch (Unusable e) {
      here.commandLine().getErr().println("roadcase upstream: " + e.getMessage());
      return e.exit();
    } finally {
      ended.countDown();
    }
  }

  /** What is missing of the options, where there is no file that may have it. */
  private void requireEnough(CommandSpec here) {
    List<String> missing = new ArrayList<>();
    if (data == null) {
      missing.add("--data DIR");
    }
    if (fleetDir == null && (fleet == null || key == null)) {
      missing.add("--fleet-dir DIR");
    }
    if (config == null && !missing.isEmpty()) {
      throw new ParameterException(
          here.commandLine(),
          "missing: " + String.join(", ", missing) + "; or name a file that has them by --config");
    }
  }

  /** The command line's settings over the file's. */
  private Map<String, String> settings() {
    Map<String, String> settings =
        config == null ? new LinkedHashMap<>() : new LinkedHashMap<>(ConfigFile.read(config));
    put(settings, UpstreamConfig.DATA, data);
    put(settings, UpstreamConfig.FLEET_DIR, fleetDir);
    put(settings, UpstreamConfig.FLEET, fleet);
    put(settings, UpstreamConfig.KEY, key);
    put(settings, UpstreamConfig.LISTEN, listen);
    put(settings, UpstreamConfig.TLS_LISTEN, tlsListen);
    put(settings, UpstreamConfig.TLS_CERT, tlsCert);
    put(settings, UpstreamConfig.TLS_KEY, tlsKey);
    put(settings, UpstreamConfig.TLS_CLIENT_CA, tlsClientCa);
    put(settings, UpstreamConfig.TLS_CRL, tlsCrl);
    put(settings, UpstreamConfig.BROKER, broker);
    return settings;
  }

  private static void put(Map<String, String> settings, String name, @Nullable String value) {
    if (value != null) {
      settings.put(name, value);
    }
  }

  /**
   * On SIGTERM: the transaction under way ends, the database is closed, the keys are removed. Asked
   * to stop and stopped is 0, where the JVM would say 143; one that ends by itself keeps its code.
   */
  private static void stop(Upstream upstream, CountDownLatch ended) {
    boolean asked = ended.getCount() > 0;
    upstream.ingest().stop();
    try {
      if (ended.await(8, TimeUnit.SECONDS) && asked) {
        Runtime.getRuntime().halt(0);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Says when it is ready; then, to a person at a terminal, what has come, once a second if
   * anything.
   */
  private static void announce(Upstream upstream, PrintWriter out) {
    try {
      if (!upstream.ingest().ready(Duration.ofDays(3650))) {
        return;
      }
      out.println("upstream: ready");
      out.flush();
      if (Optional.ofNullable(System.console()).filter(Console::isTerminal).isEmpty()) {
        return;
      }
      String shown = "";
      while (true) {
        String line = upstream.meter().line();
        if (!line.equals(shown)) {
          out.print("\r\u001b[K" + line);
          out.flush();
          shown = line;
        }
        Thread.sleep(Duration.ofSeconds(1));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
