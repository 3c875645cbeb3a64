package dev.roadcase.app;

import dev.roadcase.app.auth.AuthHouse;
import dev.roadcase.app.auth.PrivateFile;
import dev.roadcase.app.config.BoxConfig;
import dev.roadcase.app.export.ExportRegister;
import dev.roadcase.app.http.Doors;
import dev.roadcase.app.line.Vestibule;
import dev.roadcase.app.status.BoxStatus;
import dev.roadcase.app.systemd.Systemd;
import dev.roadcase.wire.jws.SigningKey;
import dev.roadcase.wire.x509.KitFolder;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The doors by HTTP, and the event loops behind them. */
final class HttpWing implements Part {
  private static final Logger LOG = LoggerFactory.getLogger(HttpWing.class);
  private static final long STOP_SECONDS = 3;

  private final BoxConfig config;
  private final Systemd manager;
  private final Storefront front;
  private final Vertx vertx;
  private final HttpRoutes routes;
  private Doors.@Nullable Ports ports;

  HttpWing(
      BoxConfig config,
      KitFolder kit,
      Systemd manager,
      JournalWing journal,
      AuthHouse auth,
      BoxStatus status,
      ExportRegister exports,
      Storefront front,
      SecureRandom chance)
      throws IOException {
    this.config = config;
    this.manager = manager;
    this.front = front;
    SigningKey crewKey = SigningKey.of(secret("crew.key", chance));
    String adminToken = secret("admin.token", chance);
    Vestibule vestibule =
        new Vestibule(config.limits().connections(), config.limits().connectionsOfOne());
    vertx =
        Vertx.builder()
            .with(new VertxOptions().setEventLoopPoolSize(Doors.eventLoops()))
            .withTransport(vestibule.transport())
            .build();
    routes =
        new HttpRoutes(
            vertx,
            kit,
            vestibule,
            journal.box(),
            journal.writer(),
            journal.reader(),
            journal.codec(),
            auth,
            crewKey,
            journal.clock(),
            status,
            exports,
            front.shop(config.limits()),
            adminToken,
            chance);
  }

  /**
   * A secret of the data folder, made at the first start: {@code crew.key} signs the cookies of the
   * crew's browsers, {@code admin.token} opens the local door. Nobody else believes either.
   */
  private String secret(String name, SecureRandom chance) throws IOException {
    return PrivateFile.readOrMake(
        config.dataDir().resolve(name), () -> SigningKey.make(chance).scalar());
  }

  Vertx vertx() {
    return vertx;
  }

  /** Where the doors are; known once they are open. */
  Doors.Ports ports() {
    if (ports == null) {
      throw new IllegalStateException("the doors are not open yet");
    }
    return ports;
  }

  /** The twin shows the shop until the box listens at the visitors' door, the last of all. */
  @Override
  public void start() throws IOException {
    Doors.Ports open =
        StartWait.of(
            "the network addresses are being opened",
            routes
                .open(config.https(), config.http(), config.admin(), front.door()::take)
                .toCompletionStage()
                .toCompletableFuture(),
            manager);
    ports = open;
    leaveWord(config.dataDir().resolve("admin.port"), open.admin() + "\n");
  }

  /** A small file for the verbs of {@code roadcase box}. Not worth a box that does not start. */
  private static void leaveWord(Path file, String word) throws IOException {
    byte[] bytes = word.getBytes(StandardCharsets.US_ASCII);
    if (Files.exists(file) && Arrays.equals(Files.readAllBytes(file), bytes)) {
      return;
    }
    try {
      Files.write(file, bytes);
    } catch (IOException e) {
      LOG.warn("{} could not be written: {}", file, e.getMessage());
    }
  }

  @Override
  public void stop() throws InterruptedException {
    try {
      vertx.close().await(STOP_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      LOG.warn("the doors did not close within {} s", STOP_SECONDS);
    }
  }
}
