package dev.roadcase.app.uplink;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * A link between box and broker that can be slow, far, black or cut. It hands on in order, like
 * TCP; what it swallows while it is black is gone for that connection, which a real one would
 * notice as silence.
 */
final class Relay implements AutoCloseable {
  private record Chunk(byte[] bytes, long due) {}

  private final ServerSocket server;
  private final int target;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private volatile boolean black;
  private volatile double bytesPerSecond = Double.POSITIVE_INFINITY;
  private volatile long delay;

  Relay(int target) throws IOException {
    this.target = target;
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  /** From now on: so many bytes a second each way, and so long one way. */
  void slow(double rate, Duration oneWay) {
    bytesPerSecond = rate;
    delay = oneWay.toNanos();
  }

  /**
   * Swallows everything, without a word to anybody; new connections are taken and left unanswered.
   */
  void goBlack() {
    black = true;
  }

  void comeBack() {
    black = false;
  }

  /** Resets all connections. */
  void cut() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    cut();
  }

  private void accept() {
    try {
      while (true) {
        Socket near = server.accept();
        Socket far = new Socket(InetAddress.getLoopbackAddress(), target);
        near.setTcpNoDelay(true);
        far.setTcpNoDelay(true);
        sockets.add(near);
        sockets.add(far);
        pump(near, far);
        pump(far, near);
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  private void pump(Socket from, Socket to) {
    BlockingQueue<Chunk> onItsWay = new LinkedBlockingQueue<>();
    boolean[] swallowed = new boolean[1];
    Thread.ofVirtual()
        .start(() -> {
          long freeAt = System.nanoTime();
          byte[] buffer = new byte[2048];
          try {
            for (int n = from.getInputStream().read(buffer);
                n >= 0;
                n = from.getInputStream().read(buffer)) {
              swallowed[0] |= black;
              if (swallowed[0]) {
                continue;
              }
              freeAt = Math.max(freeAt, System.nanoTime()) + (long) (n / bytesPerSecond * 1e9);
              onItsWay.add(new Chunk(java.util.Arrays.copyOf(buffer, n), freeAt + delay));
            }
          } catch (IOException e) {
            // Cut, by one of them or by us.
          }
          onItsWay.add(new Chunk(new byte[0], 0));
        });
    Thread.ofVirtual()
        .start(() -> {
          try (from;
              to) {
            for (Chunk c = onItsWay.take(); c.bytes().length > 0; c = onItsWay.take()) {
              long wait = c.due() - System.nanoTime();
              if (wait > 0) {
                Thread.sleep(Duration.ofNanos(wait));
              }
              to.getOutputStream().write(c.bytes());
            }
          } catch (IOException | InterruptedException e) {
            // Cut.
          } finally {
            sockets.remove(from);
            sockets.remove(to);
          }
        });
  }
}
