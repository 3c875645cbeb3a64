package dev.roadcase.app.uplink;

import com.hivemq.embedded.EmbeddedHiveMQ;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A real MQTT 5 broker in this process: one a JVM, since each costs a second and 100 MB. */
final class Broker {
  private static Broker one;

  final int port;
  final int tlsPort;
  final TestAuthority authority;

  private Broker(int port, int tlsPort, TestAuthority authority) {
    this.port = port;
    this.tlsPort = tlsPort;
    this.authority = authority;
  }

  static synchronized Broker shared() throws Exception {
    if (one == null) {
      one = start();
    }
    return one;
  }

  private static Broker start() throws Exception {
    Path home = Files.createTempDirectory("roadcase-broker");
    for (String folder : new String[] {"conf", "data", "extensions"}) {
      Files.createDirectory(home.resolve(folder));
    }
    int port = freePort();
    int tlsPort = freePort();
    TestAuthority authority = TestAuthority.make("test root");
    authority.writeServerStores(home);
    Files.writeString(
        home.resolve("conf/config.xml"),
        """
        <hivemq>
          <listeners>
            <tcp-listener><port>%d</port><bind-address>127.0.0.1</bind-address></tcp-listener>
            <tls-tcp-listener>
              <port>%d</port><bind-address>127.0.0.1</bind-address>
              <tls>
                <keystore>
                  <path>%s</path><password>secret</password>
                  <private-key-password>secret</private-key-password>
                </keystore>
                <truststore><path>%s</path><password>secret</password></truststore>
                <client-authentication-mode>REQUIRED</client-authentication-mode>
              </tls>
            </tls-tcp-listener>
          </listeners>
          <mqtt>
            <queued-messages><max-queue-size>1000000</max-queue-size></queued-messages>
            <receive-maximum><server-receive-maximum>256</server-receive-maximum></receive-maximum>
          </mqtt>
          <persistence><mode>in-memory</mode></persistence>
          <anonymous-usage-statistics><enabled>false</enabled></anonymous-usage-statistics>
        </hivemq>
        """
            .formatted(port, tlsPort, home.resolve("key.jks"), home.resolve("trust.jks")));
    EmbeddedHiveMQ broker =
        EmbeddedHiveMQ.builder()
            .withConfigurationFolder(home.resolve("conf"))
            .withDataFolder(home.resolve("data"))
            .withExtensionsFolder(home.resolve("extensions"))
            .withoutLoggingBootstrap()
            .build();
    broker.start().get(60, TimeUnit.SECONDS);
    return new Broker(port, tlsPort, authority);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
