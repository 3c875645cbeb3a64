package dev.roadcase.tests.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.PlaywrightException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The application is killed, and a visitor goes on looking. */
@NeedsChromium
class AwayBrowserTest {
  @TempDir private Path folder;
  private final List<Process> processes = new ArrayList<>();

  @AfterEach
  void end() throws InterruptedException {
    for (Process process : processes) {
      process.destroyForcibly().waitFor();
    }
  }

  @Test
  void theShopStaysReadableWhenTheBoxIsKilled() throws Exception {
    int port = freePort();
    Path config = Stand.prepare(folder, "127.0.0.1:" + port);
    URI shop = URI.create("http://127.0.0.1:" + port + "/");
    try (Chromium chromium = Chromium.start();
        Phone phone = chromium.phone()) {
      Process box = roadcase("box", "--config", config.toString());
      roadcase("box", "twin", "--config", config.toString());
      until(() -> shows(phone, shop, "[data-changes]"));
      until(() -> Files.exists(folder.resolve("box/static/shop.zip")));

      box.destroyForcibly().waitFor();
      long killed = System.nanoTime();
      until(() -> shows(phone, shop, "[role=status]:has-text('Prices as of')"));
      Duration away = Duration.ofNanos(System.nanoTime() - killed);
      assertTrue(away.compareTo(Duration.ofSeconds(10)) < 0, "it took " + away);
      phone.assertAccessible();
      phone.assertFitsTheWidth();
      phone.assertStayedHome();
      phone.picture("shop-twin");

      phone.page().locator("[data-product] a").first().click();
      assertThat(phone.page().locator("h1")).isVisible();
      assertThat(phone.page().locator("[data-price]").first()).containsText("€");
    }
  }

  private static boolean shows(Phone phone, URI address, String selector) {
    try {
      phone.open(address);
      return phone.page().locator(selector).count() > 0;
    } catch (PlaywrightException e) {
      return false; // Nobody listens just now.
    }
  }

  /** Looks again until it is so; a minute is a failure, and no measure of speed. */
  private static void until(BooleanSupplier so) throws InterruptedException {
    long end = System.nanoTime() + Duration.ofMinutes(1).toNanos();
    while (!so.getAsBoolean()) {
      assertTrue(System.nanoTime() < end, "it never came");
      Thread.sleep(50);
    }
  }

  private Process roadcase(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-XX:+UseSerialGC",
            "-Xmx128m",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            "dev.roadcase.app.Main"));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve(arguments[1].replace("--", "") + ".log").toFile())
            .start();
    processes.add(process);
    return process;
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }
}
