package dev.roadcase.console.upstream;

import com.hivemq.configuration.service.InternalConfigurations;
import com.hivemq.embedded.EmbeddedExtension;
import com.hivemq.embedded.EmbeddedHiveMQ;
import com.hivemq.extension.sdk.api.ExtensionMain;
import com.hivemq.extension.sdk.api.client.parameter.Listener;
import com.hivemq.extension.sdk.api.parameter.ExtensionStartInput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStartOutput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStopInput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStopOutput;
import com.hivemq.extension.sdk.api.services.Services;
import com.hivemq.extension.sdk.api.services.admin.AdminService;
import dev.roadcase.core.identity.FleetId;
import dev.roadcase.wire.file.WholeFile;
import dev.roadcase.wire.jws.SigningKey;
import dev.roadcase.wire.x509.KeyStores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real MQTT 5 broker in this process, in memory: HiveMQ Community Edition. One per process. What
 * it forgets at a stop, the boxes' journals and our database know.
 */
final class EmbeddedBroker implements AutoCloseable {
  private static final String TLS = "tls";

  /** Messages that a box may have under way to us: by default it allows ten. */
  private static final int RECEIVE_MAX = 256;

  /** How often it looks whether somebody was revoked who is connected. */
  private static final Duration LOOK = Duration.ofSeconds(2);

  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedBroker.class);

  private final Path folder;
  private final EmbeddedHiveMQ broker;
  private final Extension extension;

  private EmbeddedBroker(Path folder, FleetId fleet, KitBacklog backlog, RevocationsFile revoked) {
    this.folder = folder;
    this.extension =
        new Extension(
            new RevokedStayOut(revoked, fleet), new KitPermissions(fleet, new KitLimits(backlog)));
    this.broker =
        EmbeddedHiveMQ.builder()
            .withConfigurationFolder(folder)
            .withDataFolder(folder.resolve("data"))
            .withExtensionsFolder(folder.resolve("extensions"))
            .withEmbeddedExtension(
                EmbeddedExtension.builder()
                    .withId("roadcase")
                    .withName("Roadcase")
                    .withVersion("1")
                    .withExtensionMain(extension)
                    .build())
            .withoutLoggingBootstrap()
            .build();
  }

  /**
   * Starts.
   *
   * @param where its own folder: cleared before and after
   * @param fleet whose kits and upstreams the listener with TLS is for
   * @param backlog where what kits publish is counted in
   * @param plain where to listen without TLS; the port may be 0 for any
   * @param tls where to listen with mutual TLS, if at all
   * @throws Unusable when a port is taken
   */
  static EmbeddedBroker start(
      Path where, FleetId fleet, KitBacklog backlog, Endpoint plain, @Nullable Tls tls) {
    Path folder = where.toAbsolutePath(); // it takes a relative one from its own home
    BrokerTls.before();
    try {
      clear(folder);
      WholeFile.privateFolder(folder);
      Files.createDirectory(folder.resolve("data"));
      Files.createDirectory(folder.resolve("extensions"));
      Files.writeString(folder.resolve("config.xml"), config(folder, plain, tls));
      EmbeddedBroker broker =
          new EmbeddedBroker(
              folder, fleet, backlog, tls == null ? RevocationsFile.none() : tls.revoked());
      broker.start();
      LOG.atInfo().addKeyValue("mqtt", broker.plain()).log("broker started");
      return broker;
    } catch (IOException e) {
      throw Unusable.cannotCreate("the broker's folder: " + e.getMessage(), e);
    } catch (CompletionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw Unusable.unavailable(
          "the broker cannot listen on "
              + plain
              + (tls == null ? "" : " and " + tls.endpoint())
              + ": "
              + cause.getMessage(),
          cause);
    }
  }

  private void start() {
    // By default it lets fifty messages wait for their confirmation, whatever the client allows,
    // and
    // all others behind them. Whose turn it is, is for us to say.
    InternalConfigurations.MAX_INFLIGHT_WINDOW_SIZE_MESSAGES = BrokerAddress.RECEIVE_MAX_OWN;
    broker.start().join();
  }

  /** A listener with mutual TLS: who we are, whom we let in, and whom no more. */
  record Tls(
      Endpoint endpoint,
      SigningKey key,
      List<X509Certificate> chain,
      KeyStore clients,
      RevocationsFile revoked) {
    Tls {
      chain = List.copyOf(chain);
    }
  }

  /** Where it listens without TLS. */
  Endpoint plain() {
    return Objects.requireNonNull(listener(KitPermissions.PLAIN), "always there");
  }

  /** Where it listens with TLS, or null when it does not. */
  @Nullable Endpoint tls() {
    return listener(TLS);
  }

  private @Nullable Endpoint listener(String name) {
    for (Listener listener :
        Objects.requireNonNull(extension.admin, "started").getServerInformation().getListener()) {
      if (name.equals(listener.getName())) {
        return new Endpoint(listener.getBindAddress(), listener.getPort());
      }
    }
    return null;
  }

  private static String config(Path folder, Endpoint plain, @Nullable Tls tls) throws IOException {
    return """
    <?xml version="1.0"?>
    <hivemq>
      <listeners>
        <tcp-listener>
          <port>%d</port>
          <bind-address>%s</bind-address>
          <name>plain</name>
        </tcp-listener>
        %s
      </listeners>
      <mqtt>
        <!-- By default it confirms QoS 1 messages and drops all beyond a thousand. -->
        <queued-messages>
          <max-queue-size>1000000</max-queue-size>
        </queued-messages>
        <receive-maximum>
          <server-receive-maximum>%d</server-receive-maximum>
        </receive-maximum>
        <!-- It looks at the length before it reads the rest, and says "packet too large". -->
        <packets>
          <max-packet-size>%d</max-packet-size>
        </packets>
        <session-expiry>
          <max-interval>%d</max-interval>
        </session-expiry>
        <quality-of-service>
          <max-qos>1</max-qos>
        </quality-of-service>
      </mqtt>
      <anonymous-usage-statistics>
        <enabled>false</enabled>
      </anonymous-usage-statistics>
      <persistence>
        <mode>in-memory</mode>
      </persistence>
    </hivemq>
    """
        .formatted(
            plain.port(),
            plain.host(),
            tls == null ? "" : secure(folder, tls),
            RECEIVE_MAX,
            KitLimits.PACKET_MAX,
            BrokerConnection.SESSION.toSeconds());
  }

  /**
   * HiveMQ reads key stores, not PEM: they are written for the owner alone, under a one-time
   * password.
   */
  private static String secure(Path folder, Tls tls) throws IOException {
    byte[] chance = new byte[18];
    new SecureRandom().nextBytes(chance);
    String password = Base64.getUrlEncoder().encodeToString(chance);
    Path identity = folder.resolve("identity.p12");
    Path clients = folder.resolve("clients.p12");
    KeyStores.write(
        identity,
        KeyStores.identity(tls.key(), tls.chain(), password.toCharArray()),
        password.toCharArray());
    KeyStores.write(clients, tls.clients(), password.toCharArray());
    return """
    <tls-tcp-listener>
          <port>%d</port>
          <bind-address>%s</bind-address>
          <name>tls</name>
          <tls>
            <keystore>
              <path>%s</path>
              <password>%s</password>
              <private-key-password>%s</private-key-password>
            </keystore>
            <truststore>
              <path>%s</path>
              <password>%s</password>
            </truststore>
            <client-authentication-mode>REQUIRED</client-authentication-mode>
            %s
          </tls>
        </tls-tcp-listener>\
    """
        .formatted(
            tls.endpoint().port(),
            tls.endpoint().host(),
            identity,
            password,
            password,
            clients,
            password,
            BrokerTls.elements());
  }

  /** Stops, which takes it about four seconds, and clears its folder. */
  @Override
  public void close() {
    try {
      broker.close();
    } catch (ExecutionException e) {
      LOG.atWarn().addKeyValue("error", e.getMessage()).log("broker not stopped in good order");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    clear();
  }

  /**
   * Removes its folder, keys and all: for an end of the process that does not wait for the broker.
   */
  void clear() {
    try {
      clear(folder);
    } catch (IOException e) {
      LOG.atDebug().addKeyValue("error", e.getMessage()).log("the broker's folder is not removed");
    }
  }

  private static void clear(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
      for (Path path : deepestFirst) {
        Files.deleteIfExists(path);
      }
    }
  }

  /** Inside the broker: knows which ports it really has, and says who may do what. */
  private static final class Extension implements ExtensionMain {
    private final RevokedStayOut revoked;
    private final KitPermissions permissions;
    private volatile @Nullable AdminService admin;

    Extension(RevokedStayOut revoked, KitPermissions permissions) {
      this.revoked = revoked;
      this.permissions = permissions;
    }

    @Override
    public void extensionStart(ExtensionStartInput input, ExtensionStartOutput output) {
      admin = Services.adminService();
      Services.initializerRegistry().setClientInitializer(permissions);
      Services.securityRegistry().setAuthenticatorProvider(revoked);
      Services.securityRegistry().setAuthorizerProvider(permissions);
      Services.eventRegistry().setClientLifecycleEventListener(_ -> revoked);
      var _ =
          Services.extensionExecutorService()
              .scheduleWithFixedDelay(
                  () -> revoked.sweep(Services.clientService()),
                  LOOK.toSeconds(),
                  LOOK.toSeconds(),
                  TimeUnit.SECONDS);
    }

    @Override
    public void extensionStop(ExtensionStopInput input, ExtensionStopOutput output) {}
  }
}
