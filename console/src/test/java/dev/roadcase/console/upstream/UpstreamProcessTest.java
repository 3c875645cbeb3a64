package dev.roadcase.console.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.roadcase.console.Main;
import dev.roadcase.core.fact.DeltaClass;
import dev.roadcase.core.fact.Mode;
import dev.roadcase.wire.event.DeltaEvent;
import dev.roadcase.wire.event.EventCodec;
import dev.roadcase.wire.event.UpstreamAck.Covered;
import dev.roadcase.wire.jws.SigningKey;
import dev.roadcase.wire.x509.Pem;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The process as it is run, and killed. */
class UpstreamProcessTest {
  private static final SigningKey KEY = SigningKey.make(new SecureRandom());

  @TempDir private Path folder;

  @Test
  void whatWasAcknowledgedSurvivesKillNineAndNothingStandsTwice() throws Exception {
    int port = freePort();
    PretendBox box = new PretendBox("acme", "kit-4", 1);
    List<DeltaEvent> sales = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      sales.add(box.sale(100, Mode.LIVE));
    }
    UpstreamDatabase.open(folder.resolve("data"), box.source.fleet()).close();
    box.knownIn(folder.resolve("data"));
    Covered acknowledged = Covered.NOTHING;
    for (int kills = 0; kills < 2; kills++) {
      Process upstream = start(port);
      long enough = Math.min(acknowledged.prefix() + 300, sales.size());
      try (TestLine line = line(port).hear(box, KEY.publicKey())) {
        sendAllBut(acknowledged, line, box, sales);
        Awaiting.until("more acknowledged", () -> last(line).prefix() >= enough);
        upstream.destroyForcibly().waitFor();
        acknowledged = last(line);
      }
      for (long seq = 1; seq <= acknowledged.last(); seq++) {
        assertTrue(!acknowledged.has(seq) || stands(seq), "acknowledged and not there: " + seq);
      }
    }

    Process upstream = start(port);
    try (TestLine line = line(port).hear(box, KEY.publicKey())) {
      sendAllBut(acknowledged, line, box, sales);
      Awaiting.until("all acknowledged", () -> last(line).prefix() == sales.size());
    }
    upstream.destroy();
    assertTrue(upstream.waitFor(60, TimeUnit.SECONDS), "stops when asked");
    assertEquals(0, upstream.exitValue(), "asked to stop, and stopped");

    assertEquals(2_000, number("SELECT count(*) FROM live_sale"));
    assertEquals(200_000, number("SELECT sum(total) FROM live_sale"));
    assertEquals(0, number("SELECT count(*) FROM dead_letter"));
    assertEquals("ok", integrity());
  }

  @Test
  void aPortThatIsTakenIsSaidSo() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Process upstream = launch(taken.getLocalPort());
      String complaint;
      try (BufferedReader errors = upstream.errorReader()) {
        complaint = String.join("\n", errors.readAllLines());
      }
      assertEquals(69, upstream.waitFor(), complaint);
      assertTrue(complaint.contains("127.0.0.1:" + taken.getLocalPort()), complaint);
    }
  }

  private static void sendAllBut(
      Covered acknowledged, TestLine line, PretendBox box, List<DeltaEvent> sales) {
    List<DeltaEvent> left = sales.stream().filter(s -> !acknowledged.has(s.seq())).toList();
    for (int i = 0; i < left.size(); i += 3) {
      var _ = line.send(box, EventCodec.batch(left.subList(i, Math.min(i + 3, left.size()))));
    }
  }

  private static Covered last(TestLine line) {
    return line.acks().isEmpty() ? Covered.NOTHING : line.acks().getLast().of(DeltaClass.P0);
  }

  private static TestLine line(int port) throws Exception {
    return TestLine.open(BrokerAddress.own("127.0.0.1", port));
  }

  /** Starts it, and waits until it says that it is ready. */
  private Process start(int port) throws IOException {
    Process process = launch(port);
    BufferedReader out = process.inputReader();
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.equals("upstream: ready")) {
        return process;
      }
    }
    throw new IllegalStateException("upstream ended: " + process.errorReader().readLine());
  }

  private Process launch(int port) throws IOException {
    Path key = folder.resolve("ack.key");
    Pem.write(key, KEY);
    return new ProcessBuilder(
            ProcessHandle.current().info().command().orElse("java"),
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            "upstream",
            "--data",
            folder.resolve("data").toString(),
            "--fleet",
            "acme",
            "--key",
            key.toString(),
            "--listen",
            "127.0.0.1:" + port)
        .start();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private boolean stands(long seq) throws SQLException {
    return number("SELECT count(*) FROM delta WHERE class = 'p0' AND seq = " + seq) == 1;
  }

  private long number(String sql) throws SQLException {
    try (Connection connection = connection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      return row.getLong(1);
    }
  }

  private String integrity() throws SQLException {
    try (Connection connection = connection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("PRAGMA integrity_check")) {
      return row.getString(1);
    }
  }

  private Connection connection() throws SQLException {
    return DriverManager.getConnection(
        "jdbc:sqlite:" + folder.resolve("data").resolve("upstream.db"));
  }
}
