package dev.roadcase.tests.attack;

import dev.roadcase.console.Main;
import dev.roadcase.core.identity.FleetId;
import dev.roadcase.core.identity.KitId;
import dev.roadcase.provisioning.fleet.Fleet;
import dev.roadcase.provisioning.fleet.FleetPlan;
import dev.roadcase.wire.x509.KitFolder;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** An upstream as it is run, with mutual TLS and 256 MB, and the keys of two kits of its fleet. */
final class UpstreamTarget implements AutoCloseable {
  static final FleetId FLEET = new FleetId("prey");
  static final KitId HONEST = new KitId("kit-1");
  static final KitId ROGUE = new KitId("kit-2");

  private final Path folder;
  private final Fleet fleet;
  private final Process process;
  private int port;

  UpstreamTarget(Path folder) throws IOException {
    this.folder = folder;
    Instant now = Instant.now();
    SecureRandom chance = new SecureRandom();
    fleet =
        Fleet.init(
            folder.resolve("fleet"),
            FleetPlan.throwAway(FLEET, "saturday", now.plus(2, ChronoUnit.DAYS)),
            now,
            chance);
    for (KitId kit : List.of(HONEST, ROGUE)) {
      fleet.addKit(kit, List.of(), List.of(), now, chance);
    }
    process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Xmx256m",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "upstream",
                "--data",
                data().toString(),
                "--fleet-dir",
                fleet.folder().toString(),
                "--listen",
                "127.0.0.1:0",
                "--tls-listen",
                "127.0.0.1:0")
            .redirectError(log().toFile())
            .start();
    BufferedReader out = process.inputReader();
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.contains("mqtts://")) {
        port = URI.create(line.substring(line.indexOf("mqtts://"))).getPort();
      }
      if (line.equals("upstream: ready")) {
        return;
      }
    }
    throw new IOException("the upstream ended: " + Files.readString(log()));
  }

  RogueKit kit(KitId kit) throws IOException {
    return new RogueKit(KitFolder.read(fleet.kitFolder(kit)), port);
  }

  boolean up() {
    return process.isAlive();
  }

  String said() throws IOException {
    return Files.readString(log());
  }

  void sql(String sql) throws SQLException {
    try (Connection connection = connection();
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    }
  }

  long number(String sql) throws SQLException {
    try (Connection connection = connection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      return row.next() ? row.getLong(1) : 0;
    }
  }

  String text(String sql) throws SQLException {
    try (Connection connection = connection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      return row.getString(1);
    }
  }

  private Connection connection() throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + data().resolve("upstream.db"));
  }

  private Path data() {
    return folder.resolve("upstream");
  }

  private Path log() {
    return folder.resolve("upstream.log");
  }

  @Override
  public void close() throws IOException {
    process.destroy();
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
