package dev.roadcase.tests.browser;

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
  private static final String[] NAMES = {"chromium", "chromium-browser", "google-chrome"};

  private final Playwright playwright;
  private final Browser browser;

  private Chromium(Playwright playwright, Browser browser) {
    this.playwright = playwright;
    this.browser = browser;
  }

  /**
   * Why there is none here, and what would bring it; "" when there is one. Asked before a class is
   * run, by {@link NeedsChromium}: what gives up later leaves no reason in the report.
   */
  static String whyNot() throws IOException, InterruptedException {
    Optional<Path> node = onPath("node", "nodejs");
    if (onPath(NAMES).isEmpty()) {
      return "no chromium. To bring it: sudo apt-get install chromium";
    }
    return node.isPresent() && nodeVersion(node.get()) >= NODE_NEEDED
        ? ""
        : "Playwright needs Node "
            + NODE_NEEDED
            + " or newer. To bring it: sudo apt-get install nodejs";
  }

  /** Starts it, where {@link NeedsChromium} has found that there is one. */
  static Chromium start() throws IOException, InterruptedException {
    return start(List.of());
  }

  /** With letters of twice the usual size, as it is set in the browser's own settings. */
  static Chromium startWithLargeText() throws IOException, InterruptedException {
    return start(List.of("--blink-settings=defaultFontSize=32"));
  }

  private static Chromium start(List<String> more) throws IOException, InterruptedException {
    Path chromium = onPath(NAMES).orElseThrow();
    Path node = onPath("node", "nodejs").orElseThrow();
    Playwright playwright =
        Playwright.create(
            new Playwright.CreateOptions()
                .setEnv(
                    Map.of(
                        "PLAYWRIGHT_NODEJS_PATH",
                        node.toString(),
                        "PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD",
                        "1")));
    Browser browser =
        playwright
            .chromium()
            .launch(
                new LaunchOptions()
                    .setExecutablePath(chromium)
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
