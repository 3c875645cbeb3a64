package dev.roadcase.app.config;

import dev.roadcase.app.line.Deadlines;
import dev.roadcase.app.logging.LogFormat;
import dev.roadcase.core.clock.TimeKeeper;
import dev.roadcase.core.fact.Mode;
import dev.roadcase.wire.token.IssuerUrl;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * What the operator decides about one box. {@code docs/configuration.md} lists every key.
 *
 * @param identity folder that {@code roadcase fleet add} made for this kit
 * @param dataDir where the journal lives
 * @param pack applied at start when it is newer than what the journal has
 * @param upstream broker, {@code mqtts://host:port} or {@code mqtt://host:port}; none: the box
 *     stands alone
 * @param issuer by which URL the box is known as an authorization server; none: the box chooses one
 *     of its certificate's names
 * @param hardware which driver answers for which part
 * @param limits how many may come at once
 */
public record BoxConfig(
    Path identity,
    Path dataDir,
    Mode mode,
    Optional<Path> pack,
    Listen https,
    Listen http,
    Listen admin,
    Optional<URI> upstream,
    TimeKeeper.Trust clock,
    Duration tokenLife,
    Optional<IssuerUrl> issuer,
    Hardware hardware,
    Limits limits,
    DiskRoom disk,
    LogFormat log) {

  /**
   * Which driver answers for which part of the hardware.
   *
   * @param scenario name of a shipped scenario, or a file, for what is simulated
   */
  public record Hardware(Optional<String> scenario, Driver power, Driver modem, Driver link) {
    /** A box whose hardware nobody can ask. */
    public static final Hardware NONE =
        new Hardware(Optional.empty(), Driver.NONE, Driver.NONE, Driver.NONE);

    /** Whether anything is made up. */
    public boolean isSimulated() {
      return power == Driver.SIMULATED || modem == Driver.SIMULATED || link == Driver.SIMULATED;
    }
  }

  /**
   * What is kept free on the disk of the journal.
   *
   * @param lowWater bytes; with less free, nothing new is sold
   * @param reserve bytes that are really allocated, for refunds and the stop on a full disk
   */
  public record DiskRoom(long lowWater, long reserve) {}

  /**
   * How many may come at once. What is beyond is turned away at once, so that those who are in are
   * served.
   *
   * @param connections open connections at one door
   * @param connectionsOfOne of them, from one address
   * @param streams listeners to {@code /catalogue/changes} at one door
   * @param streamsOfOne of them, from one address
   * @param idle after so long without a byte a connection is closed
   * @param assetMemory octets of memory for small pictures
   * @param deadlines for a request to come in
   */
  public record Limits(
      int connections,
      int connectionsOfOne,
      int streams,
      int streamsOfOne,
      Duration idle,
      long assetMemory,
      Deadlines deadlines) {
    /** With the deadlines of every box: they are no keys. */
    public Limits(
        int connections,
        int connectionsOfOne,
        int streams,
        int streamsOfOne,
        Duration idle,
        long assetMemory) {
      this(
          connections, connectionsOfOne, streams, streamsOfOne, idle, assetMemory, Deadlines.USUAL);
    }
  }

  /**
   * Where to listen.
   *
   * @param port 0 … 65535; 0 lets the system choose, and the box says which
   */
  public record Listen(String host, int port) {
    /** Whether no two servers can listen here and there. */
    boolean clashesWith(Listen other) {
      boolean sameHost =
          host.equalsIgnoreCase(other.host)
              || everywhere()
              || other.everywhere()
              || bothLocal(other);
      return port != 0 && port == other.port && sameHost;
    }

    private boolean everywhere() {
      return host.equals("0.0.0.0") || host.equals("::") || host.equals("[::]");
    }

    private boolean bothLocal(Listen other) {
      return local() && other.local();
    }

    private boolean local() {
      return host.equals("localhost") || host.equals("127.0.0.1");
    }

    @Override
    public String toString() {
      return host + ":" + port;
    }
  }
}
