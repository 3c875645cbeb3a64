package dev.roadcase.console.upstream;

import dev.roadcase.core.identity.FleetId;
import dev.roadcase.wire.jws.SigningKey;
import dev.roadcase.wire.x509.KeyStores;
import dev.roadcase.wire.x509.NotTrusted;
import dev.roadcase.wire.x509.Pem;
import dev.roadcase.wire.x509.UpstreamFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an upstream needs to run, its key files read.
 *
 * @param data the folder of the database
 * @param ackKey signs acknowledgements; the public half stands in every pack
 * @param broker whose
 */
record UpstreamConfig(Path data, FleetId fleet, SigningKey ackKey, Broker broker) {
  static final String DATA = "data";
  static final String FLEET = "fleet";
  static final String FLEET_DIR = "fleet-dir";
  static final String KEY = "key";
  static final String LISTEN = "listen";
  static final String BROKER = "broker";
  static final String TLS_LISTEN = "tls-listen";
  static final String TLS_CERT = "tls-cert";
  static final String TLS_KEY = "tls-key";
  static final String TLS_CLIENT_CA = "tls-client-ca";
  static final String TLS_CRL = "tls-crl";

  /** Every key of the file; each is an option of the command line too. */
  static final Set<String> KEYS =
      new LinkedHashSet<>(
          List.of(
              DATA,
              FLEET,
              FLEET_DIR,
              KEY,
              LISTEN,
              BROKER,
              TLS_LISTEN,
              TLS_CERT,
              TLS_KEY,
              TLS_CLIENT_CA,
              TLS_CRL));

  private static final String LISTEN_DEFAULT = "127.0.0.1:1883";

  /** Whose broker. */
  sealed interface Broker {
    /** Ours, in this process. */
    record Embedded(Endpoint plain, EmbeddedBroker.@Nullable Tls tls) implements Broker {}

    /** Somebody's. */
    record External(BrokerAddress address) implements Broker {}
  }

  /**
   * Reads settings by the names of {@link #KEYS}.
   *
   * @throws Unusable with every problem at once
   */
  static UpstreamConfig of(Map<String, String> settings) {
    return new Reader(settings).read();
  }

  /** Collects problems instead of stopping at the first. */
  private static final class Reader {
    private final Map<String, String> settings;
    private final List<String> problems = new ArrayList<>();

    Reader(Map<String, String> settings) {
      this.settings = settings;
    }

    UpstreamConfig read() {
      String data = settings.get(DATA);
      if (data == null) {
        problems.add("--data DIR says where the database goes");
      }
      UpstreamFolder folder = folder();
      SigningKey key = key(folder);
      FleetId fleet = fleet(folder);
      Broker broker = broker(folder);
      if (data == null || fleet == null || key == null || broker == null || !problems.isEmpty()) {
        throw Unusable.config(String.join("\n", problems));
      }
      return new UpstreamConfig(Path.of(data), fleet, key, broker);
    }

    private @Nullable UpstreamFolder folder() {
      String name = settings.get(FLEET_DIR);
      if (name == null) {
        return null;
      }
      Path fleet = Path.of(name);
      Path inside = fleet.resolve("upstream");
      try {
        return UpstreamFolder.read(Files.isDirectory(inside) ? inside : fleet);
      } catch (IOException | NotTrusted e) {
        problems.add("--fleet-dir: " + e.getMessage());
        return null;
      }
    }

    private @Nullable SigningKey key(@Nullable UpstreamFolder folder) {
      String file = settings.get(KEY);
      if (file != null) {
        try {
          return Pem.key(Path.of(file));
        } catch (IOException | NotTrusted e) {
          problems.add("--key: " + e.getMessage());
          return null;
        }
      }
      if (folder != null) {
        return folder.ackKey();
      }
      if (!settings.containsKey(FLEET_DIR)) {
        problems.add("--fleet-dir DIR or --key FILE says what signs acknowledgements");
      }
      return null;
    }

    private @Nullable FleetId fleet(@Nullable UpstreamFolder folder) {
      String name = settings.get(FLEET);
      if (name == null) {
        if (folder == null && !settings.containsKey(FLEET_DIR)) {
          problems.add("--fleet NAME says whose boxes to listen to");
        }
        return folder == null ? null : folder.fleet();
      }
      try {
        FleetId fleet = new FleetId(name);
        if (folder != null && !folder.fleet().equals(fleet)) {
          problems.add("--fleet: " + fleet + ", and the keys are those of fleet " + folder.fleet());
        }
        return fleet;
      } catch (IllegalArgumentException e) {
        problems.add("--fleet: " + e.getMessage());
        return null;
      }
    }

    private @Nullable Broker broker(@Nullable UpstreamFolder folder) {
      String url = settings.get(BROKER);
      if (url != null) {
        for (String own : List.of(LISTEN, TLS_LISTEN, TLS_CERT, TLS_KEY, TLS_CLIENT_CA, TLS_CRL)) {
          if (settings.containsKey(own)) {
            problems.add("--broker uses an existing broker, and --" + own + " starts one");
          }
        }
        try {
          return new Broker.External(BrokerAddress.parse(url, folder));
        } catch (Unusable e) {
          problems.add("--broker: " + e.getMessage());
          return null;
        }
      }
      Endpoint plain = endpoint(LISTEN, settings.getOrDefault(LISTEN, LISTEN_DEFAULT));
      String secure = settings.get(TLS_LISTEN);
      if (secure == null) {
        for (String needless : List.of(TLS_CERT, TLS_KEY, TLS_CLIENT_CA, TLS_CRL)) {
          if (settings.containsKey(needless)) {
            problems.add("--" + needless + " needs --tls-listen HOST:PORT");
          }
        }
        return plain == null ? null : new Broker.Embedded(plain, null);
      }
      EmbeddedBroker.Tls tls = tls(endpoint(TLS_LISTEN, secure), folder);
      return plain == null || tls == null ? null : new Broker.Embedded(plain, tls);
    }

    private EmbeddedBroker.@Nullable Tls tls(
        @Nullable Endpoint endpoint, @Nullable UpstreamFolder folder) {
      if (endpoint == null) {
        return null;
      }
      String cert = settings.get(TLS_CERT);
      String key = settings.get(TLS_KEY);
      String clients = settings.get(TLS_CLIENT_CA);
      try {
        if (cert != null && key != null && clients != null) {
          return new EmbeddedBroker.Tls(
              endpoint,
              Pem.key(Path.of(key)),
              Pem.certificates(Path.of(cert)),
              BrokerAddress.authorities(Path.of(clients)),
              revoked(null, Pem.certificates(Path.of(clients))));
        }
        if (cert == null && key == null && clients == null && folder != null) {
          return new EmbeddedBroker.Tls(
              endpoint,
              folder.serverKey(),
              folder.chain(),
              KeyStores.trust(folder.root()),
              revoked(folder, List.of(folder.root().certificate())));
        }
        problems.add(
            "--tls-listen needs --tls-cert, --tls-key and --tls-client-ca, or --fleet-dir alone");
      } catch (IOException | GeneralSecurityException | NotTrusted e) {
        problems.add("--tls-listen: " + e.getMessage());
      }
      return null;
    }

    /** A file that was named has to be there; the folder's comes with the first revocation. */
    private RevocationsFile revoked(@Nullable UpstreamFolder folder, List<X509Certificate> anchors)
        throws IOException {
      String named = settings.get(TLS_CRL);
      if (named != null && !Files.isRegularFile(Path.of(named))) {
        throw new NotTrusted(
            "--tls-crl: " + named + " is not there; `roadcase fleet export` makes a crl.pem");
      }
      if (named == null && folder == null) {
        return RevocationsFile.none();
      }
      return RevocationsFile.open(
          named != null
              ? Path.of(named)
              : UpstreamFolder.listsFile(Objects.requireNonNull(folder).folder()),
          anchors);
    }

    private @Nullable Endpoint endpoint(String name, String text) {
      try {
        return Endpoint.parse(text);
      } catch (IllegalArgumentException e) {
        problems.add("--" + name + ": " + e.getMessage());
        return null;
      }
    }
  }
}
