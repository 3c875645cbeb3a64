package dev.roadcase.app.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.roadcase.core.identity.FleetId;
import dev.roadcase.core.identity.KitId;
import dev.roadcase.wire.jws.SigningKey;
import dev.roadcase.wire.x509.Issuer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Under which names the box may be asked: {@code Host} is what any guest writes. */
class OurNamesTest {
  @TempDir private Path folder;

  @Test
  void theNamesOfTheCertificateAndOfTheNetworkAreOurs() {
    OurNames names = new OurNames(certificate());
    assertEquals(
        List.of(true, true, true, true, false, false),
        List.of(
            names.test("kit-1.local"),
            names.test("localhost"),
            names.test("127.0.0.1"),
            names.test("[::1]"),
            names.test("evil.example"),
            names.test("192.0.2.1")));
  }

  /**
   * In a process of its own, whose resolver knows every one of these names as this machine: who
   * asks it takes them for ours, and without a network waits for it on the event loop.
   */
  @Test
  void noResolverIsEverAskedAboutWhatLooksLikeAnAddress() throws Exception {
    List<String> odd =
        List.of("999.999.999.999", "1234567890123", ".......", "1.2.3.4.5", "256.1.1.1");
    Path hosts = folder.resolve("hosts");
    Files.writeString(hosts, "127.0.0.1 " + String.join(" ", odd) + "\n");
    List<String> command =
        new ArrayList<>(
            List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Djdk.net.hosts.file=" + hosts,
                "-cp",
                System.getProperty("java.class.path"),
                Asked.class.getName()));
    command.addAll(odd);
    Process process = new ProcessBuilder(command).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor());
    assertEquals("false false false false false resolver: true", said.strip());
  }

  /** Says of each name whether it is the box's, and that the resolver is the test's. */
  static final class Asked {
    private Asked() {}

    public static void main(String[] args) throws Exception {
      OurNames names = new OurNames(certificate());
      for (String arg : args) {
        System.out.print(names.test(arg) + " ");
      }
      System.out.println(
          "resolver: " + java.net.InetAddress.getByName(args[0]).isLoopbackAddress());
    }
  }

  private static X509Certificate certificate() {
    SecureRandom chance = new SecureRandom();
    Instant now = Instant.now();
    return Issuer.root(new FleetId("test"), SigningKey.make(chance), now, chance)
        .show("saturday", SigningKey.make(chance), now.plus(Duration.ofDays(2)), now, chance)
        .kit(
            new KitId("kit-1"),
            SigningKey.make(chance).publicKey(),
            List.of(),
            List.of(),
            now,
            chance);
  }
}
