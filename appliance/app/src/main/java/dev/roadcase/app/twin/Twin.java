package dev.roadcase.app.twin;

import dev.roadcase.wire.file.OwnerOnly;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The twin's process. While a box holds a line to it, it stays away from the door; while none does,
 * it tries to be there. So the door is the box's by word and the twin's by default, and the kernel
 * says when the box is gone, within milliseconds and however it went.
 */
public final class Twin {
  /** How often the door is tried while nobody holds a line and somebody else is still at it. */
  private static final long TRY_NANOS = 20_000_000;

  /** After so many tries it is no box on its way out, but another program: no hurry. */
  private static final int QUICK_TRIES = 150;

  private static final long SLOW_TRY_NANOS = 500_000_000;

  private final Path socket;
  private final TwinServer server;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition moved = lock.newCondition();
  private int lines;

  private Twin(Path socket, TwinServer server) {
    this.socket = socket;
    this.server = server;
  }

  /** Another twin runs on this data folder. */
  public static final class Running extends IOException {
    private static final long serialVersionUID = 1L;

    Running(Path socket) {
      super("a twin runs here already, at " + socket + ". One is enough.");
    }
  }

  /**
   * Runs until the process ends.
   *
   * @param door the visitors' address, the same as the box's; its port is not 0
   * @param policy the pages' {@code Content-Security-Policy}
   */
  public static void run(Path dataDir, InetSocketAddress door, String policy)
      throws IOException, InterruptedException {
    // A page takes a moment; nobody who is slow keeps the others waiting, and nobody for ever.
    System.setProperty("sun.net.httpserver.maxReqTime", "10");
    System.setProperty("sun.net.httpserver.maxRspTime", "60");
    System.setProperty("sun.net.httpserver.idleInterval", "20");
    System.setProperty("sun.net.httpserver.maxReqHeaders", "100");
    System.setProperty("jdk.httpserver.maxConnections", "512");
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    Twin twin = new Twin(TwinFiles.socket(dataDir), new TwinServer(dataDir, door, policy, threads));
    ServerSocketChannel lines = twin.listen();
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("stop").unstarted(twin::stop));
    Thread.ofPlatform().daemon().name("twin-lines").start(() -> twin.accept(lines, threads));
    twin.keepTheDoor();
  }

  /** Asked to stop: answers what is under way, and says 0 where the JVM would say 143. */
  private void stop() {
    try {
      server.stop();
      Files.deleteIfExists(socket);
    } catch (IOException e) {
      System.err.println("roadcase box twin: " + socket + " stays behind: " + e.getMessage());
    }
    Runtime.getRuntime().halt(0);
  }

  private ServerSocketChannel listen() throws IOException {
    // As the box makes it: the socket is for this user alone.
    Files.createDirectories(Objects.requireNonNull(socket.getParent()), OwnerOnly.NEW_FOLDER);
    if (Files.exists(socket)) {
      try (SocketChannel _ = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
        throw new Running(socket);
      } catch (Running e) {
        throw e;
      } catch (IOException e) {
        // Left behind by a twin that was killed.
        Files.delete(socket);
      }
    }
    ServerSocketChannel lines = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    lines.bind(UnixDomainSocketAddress.of(socket));
    return lines;
  }

  private void accept(ServerSocketChannel listening, ExecutorService threads) {
    while (true) {
      try {
        SocketChannel line = listening.accept();
        threads.execute(() -> listen(line));
      } catch (IOException e) {
        System.err.println("roadcase box twin: nobody can reach it any more: " + e.getMessage());
        Runtime.getRuntime().halt(74);
      }
    }
  }

  private void listen(SocketChannel line) {
    try (line) {
      String word = TwinLease.read(line);
      if (word.equals(TwinLease.HOLD)) {
        TwinLease.send(line, server.open() ? TwinLease.YES : TwinLease.NO);
      } else if (word.equals(TwinLease.YIELD)) {
        enter();
        try {
          TwinLease.send(line, TwinLease.YOURS);
          String _ = TwinLease.read(line);
        } finally {
          leave();
        }
      }
    } catch (IOException e) {
      // The box was killed in the middle of a word: that is what the twin is for.
    }
  }

  private void enter() {
    lock.lock();
    try {
      lines++;
      if (server.open()) {
        server.close();
        moved.signalAll();
        System.out.println("The box is there: the twin steps back.");
      }
    } finally {
      lock.unlock();
    }
  }

  private void leave() {
    lock.lock();
    try {
      lines--;
      moved.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void keepTheDoor() throws InterruptedException {
    int tries = 0;
    lock.lock();
    try {
      while (true) {
        if (lines > 0 || server.open()) {
          tries = 0;
          moved.await();
        } else if (server.tryOpen()) {
          System.out.println("The box is away: the twin is at the door.");
        } else {
          tries++;
          long _ = moved.awaitNanos(tries < QUICK_TRIES ? TRY_NANOS : SLOW_TRY_NANOS);
        }
      }
    } finally {
      lock.unlock();
    }
  }
}
