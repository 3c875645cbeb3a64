package dev.roadcase.tests.browser;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The distribution's own Chromium, driven by Playwright over the distribution's own Node. */
final class Chromium implements AutoCloseable {
  private static final int NODE_NEEDED = 20;

  private final Playwright playwright;
  private final Browser browser;

  private Chromium(Playwright playwright, Browser browser) {
    this.playwright = playwright;
    this.browser = browser;
  }

  /** Starts it; skips the test, and says why, where there is none. */
  static Chromium start() throws IOException, InterruptedException {
    return start(List.of());
  }

  /** With letters of twice the usual size, as it is set in the browser's own settings. */
  static Chromium startWithLargeText() throws IOException, InterruptedException {
    return start(List.of("--blink-settings=defaultFontSize=32"));
  }

  private static Chromium start(List<String> more) throws IOException, InterruptedException {
    Optional<Path> chromium = onPath("chromium", "chromium-browser", "google-chrome");
    Optional<Path> node = onPath("node", "nodejs");
    assumeTrue(
        chromium.isPresent(),
        "skipped: no chromium. To run this, type: sudo apt-get install chromium");
    assumeTrue(
        node.isPresent() && nodeVersion(node.get()) >= NODE_NEEDED,
        "skipped: Playwright needs Node " + NODE_NEEDED + " or newer");
    Playwright playwright =
        Playwright.create(
            new Playwright.CreateOptions()
                .setEnv(
                    Map.of(
                        "PLAYWRIGHT_NODEJS_PATH",
                        node.get().toString(),
                        "PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD",
                        "1")));
    Browser browser =
        playwright
            .chromium()
            .launch(
                new LaunchOptions()
                    .setExecutablePath(chromium.get())
                    .setArgs(
                        Stream.concat(
                                Stream.of("--disable-gpu", "--disable-dev-shm-usage"),
                                more.stream())
                            .toList()));
    return new Chromium(playwright, browser);
  }

  /** A phone of 390 by 844, by day, with JavaScript. */
  Phone phone() {
    return new Phone(browser.newContext(phoneOptions()));
  }

  Phone phoneByNight() {
    return new Phone(browser.newContext(phoneOptions().setColorScheme(ColorScheme.DARK)));
  }

  Phone phoneWithoutScript() {
    return new Phone(browser.newContext(phoneOptions().setJavaScriptEnabled(false)));
  }

  /** A screen of that width, 900 high. */
  Phone screen(int width, ColorScheme scheme) {
    return new Phone(
        browser.newContext(
            new NewContextOptions()
                .setViewportSize(width, 900)
                .setColorScheme(scheme)
                .setIgnoreHTTPSErrors(true)));
  }

  /** A screen of that many CSS pixels, held in the hand. */
  Phone screen(int width, int height) {
    return new Phone(browser.newContext(phoneOptions().setViewportSize(width, height)));
  }

  /** A screen at the stall, 1280 by 800. */
  Phone desk() {
    return new Phone(
        browser.newContext(
            new NewContextOptions().setViewportSize(1280, 800).setIgnoreHTTPSErrors(true)));
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }

  private static NewContextOptions phoneOptions() {
    return new NewContextOptions()
        .setViewportSize(390, 844)
        .setDeviceScaleFactor(2)
        .setIsMobile(true)
        .setHasTouch(true)
        .setColorScheme(ColorScheme.LIGHT)
        .setIgnoreHTTPSErrors(true);
  }

  private static Optional<Path> onPath(String... names) {
    return Stream.of(names)
        .flatMap(name ->
            Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .map(folder -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static int nodeVersion(Path node) throws IOException, InterruptedException {
    Process asked = new ProcessBuilder(node.toString(), "--version").start();
    String answer = new String(asked.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    asked.waitFor();
    return answer.matches("v\\d+\\..*\\s*")
        ? Integer.parseInt(answer.substring(1).split("\\.")[0])
        : 0;
  }
}
